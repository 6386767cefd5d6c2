import { eq } from 'drizzle-orm';
import { firstValueFrom } from 'rxjs';
import type { OpencodeClient } from 'opencode-rx';
import type { Queries } from '../db/open-database.js';
import { toConversation, type Conversation } from '../db/rows.js';
import { conversations } from '../db/schema.js';
import { stubborn } from '../db/stubborn.js';
import { serverOf, type Recipe } from '../recipe.js';

/**
 * The conversation's session, made when it has none yet; whoever asks at the same time gets the same one. It is made
 * while the conversation's row is locked, so that the others wait and then find it. When it cannot be stored after all,
 * it is deleted again.
 */
export async function ensureSession(recipe: Recipe, conversationId: number): Promise<string> {
  const { db } = recipe;
  const { sessionId, server } = await find(db, conversationId);
  if (sessionId !== null) return sessionId;
  let made: string | undefined;
  try {
    return await db.transaction(async tx => {
      const locked = await find(tx, conversationId, 'locked');
      if (locked.sessionId !== null) return locked.sessionId;
      made = await createSession(serverOf(recipe, server), locked);
      await tx.update(conversations).set({ sessionId: made }).where(eq(conversations.id, conversationId));
      return made;
    });
  } catch (error) {
    if (made !== undefined && (await isStored(db, conversationId, made))) return made;
    if (made !== undefined) await firstValueFrom(serverOf(recipe, server).deleteSession(made));
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
  (await firstValueFrom(client.createSession({ title }))).id;

/** The connection may have broken after the transaction was committed. */
const isStored = async (db: Queries, conversationId: number, sessionId: string): Promise<boolean> =>
  (await firstValueFrom(stubborn(() => find(db, conversationId)))).sessionId === sessionId;
