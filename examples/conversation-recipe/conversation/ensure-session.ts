import { and, eq } from 'drizzle-orm';
import { firstValueFrom } from 'rxjs';
import type { OpencodeClient } from 'opencode-rx';
import type { Queries } from '../db/open-database.js';
import { toConversation, type Conversation } from '../db/rows.js';
import { conversations } from '../db/schema.js';
import { stubborn } from '../db/stubborn.js';
import { serverOf, type Recipe } from '../recipe.js';

/** Milliseconds that the server may take: a transaction is open meanwhile, and others wait for it. */
const PATIENCE = 8_000;

/**
 * The conversation's session, made when it has none yet; whoever asks at the same time gets the same one. It is made
 * while the conversation's row is locked, so that the others wait and then find it. When it cannot be stored after all,
 * it is deleted again.
 */
export async function ensureSession(recipe: Recipe, conversationId: number): Promise<string> {
  const { db } = recipe;
  const { sessionId, server } = await find(db, conversationId);
  if (sessionId !== null) return sessionId;
  const client = serverOf(recipe, server);
  let made: string | undefined;
  try {
    return await db.transaction(async tx => {
      const locked = await find(tx, conversationId, 'locked');
      if (locked.sessionId !== null) return locked.sessionId;
      made = await createSession(client, locked);
      await tx.update(conversations).set({ sessionId: made }).where(eq(conversations.id, conversationId));
      return made;
    });
  } catch (error) {
    if (made === undefined) throw error;
    if (await isStored(recipe, conversationId, made)) return made;
    await deleteSession(client, made);
    throw error;
  }
}

async function find(db: Queries, id: number, lock?: 'locked'): Promise<Conversation> {
  const query = db.select().from(conversations).where(eq(conversations.id, id));
  const [row] = await (lock ? query.for('update') : query);
  if (row === undefined) throw new Error(`there is no conversation ${id}`);
  return toConversation(row);
}

const createSession = async (client: OpencodeClient, { title }: Conversation): Promise<string> =>
  (await firstValueFrom(client.createSession({ title, timeout: PATIENCE }))).id;

/** What cannot be deleted is an empty session too many; why it was not stored matters more. */
const deleteSession = (client: OpencodeClient, sessionId: string): Promise<unknown> =>
  firstValueFrom(client.deleteSession(sessionId, { timeout: PATIENCE })).catch(() => undefined);

/** The connection may have broken while the transaction was being committed: its lock tells when that is over. */
async function isStored({ db }: Recipe, conversationId: number, sessionId: string): Promise<boolean> {
  const ours = and(eq(conversations.id, conversationId), eq(conversations.sessionId, sessionId));
  const rows = await firstValueFrom(stubborn(() => db.select().from(conversations).where(ours).for('update')));
  return rows.length > 0;
}
