import { and, eq, isNull } from 'drizzle-orm';
import { firstValueFrom } from 'rxjs';
import type { OpencodeClient } from 'opencode-rx';
import type { Conversation } from '../db/rows.js';
import { conversations } from '../db/schema.js';
import { stubborn } from '../db/stubborn.js';
import { serverOf, type Recipe } from '../recipe.js';
import { conversationOf } from './read.js';

/**
 * The conversation's session, made when it has none yet; whoever asks at the same time gets the same one. Of those that
 * make one at once, the first to store it wins, under the row's lock, and the others delete theirs again. It is made before
 * that, so that nobody waits for a slow server with the row locked.
 */
export async function ensureSession(recipe: Recipe, conversationId: number): Promise<string> {
  const conversation = await conversationOf(recipe, conversationId);
  if (conversation.sessionId !== null) return conversation.sessionId;
  const client = serverOf(recipe, conversation.server);
  const made = await createSession(client, conversation);
  try {
    const stored = await firstValueFrom(stubborn(() => storeFirst(recipe, conversationId, made)));
    if (stored !== made) await deleteSession(client, made);
    return stored;
  } catch (error) {
    await deleteSession(client, made);
    throw error;
  }
}

const createSession = async (client: OpencodeClient, { title }: Conversation): Promise<string> =>
  (await firstValueFrom(client.createSession({ title }))).id;

/** What cannot be deleted is an empty session too many; why it was not stored matters more. */
const deleteSession = (client: OpencodeClient, sessionId: string): Promise<unknown> =>
  firstValueFrom(client.deleteSession(sessionId)).catch(() => undefined);

/** Stores a session unless there is one. Resolves to the one that is there then; to do it again changes nothing. */
async function storeFirst(recipe: Recipe, id: number, sessionId: string): Promise<string> {
  const isFirst = and(eq(conversations.id, id), isNull(conversations.sessionId));
  await recipe.db.update(conversations).set({ sessionId }).where(isFirst);
  const stored = (await conversationOf(recipe, id)).sessionId;
  if (stored === null) throw new Error(`conversation ${id} has lost its session while it was being stored`);
  return stored;
}
