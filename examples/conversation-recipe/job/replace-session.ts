import { and, eq } from 'drizzle-orm';
import { firstValueFrom } from 'rxjs';
import { abortTurn } from '../conversation/abort-turn.js';
import { toMessage, type Message } from '../db/rows.js';
import { conversations, messages } from '../db/schema.js';
import type { Queries } from '../db/database.js';
import type { Recipe } from '../recipe.js';
import { ClaimLostError, isHeld, type Job } from './hold.js';

/**
 * Takes a lost session from its conversation and from a job, so that both get a new one: once for each job. Resolves to
 * whether it did; to do it again changes nothing. The turn there is stopped first: if only silent, it may still be running
 * and costing. Rejects with `ClaimLostError`.
 */
export async function replaceSession(recipe: Recipe, job: Job, lost: string): Promise<boolean> {
  await firstValueFrom(abortTurn(recipe, recipe.db, job.id));
  return recipe.db.transaction(async tx => {
    const { sessionId, lostSessions, conversationId } = await locked(tx, job);
    if (sessionId !== lost) return true;
    if (lostSessions > 0) return false;
    await tx
      .update(messages)
      .set({ sessionId: null, opencodeMessageId: null, lostSessions: lostSessions + 1 })
      .where(eq(messages.id, job.id));
    await tx
      .update(conversations)
      .set({ sessionId: null })
      .where(and(eq(conversations.id, conversationId), eq(conversations.sessionId, lost)));
    return true;
  });
}

async function locked(tx: Queries, job: Job): Promise<Message> {
  const [row] = await tx.select().from(messages).where(isHeld(job)).for('update');
  if (row === undefined) throw new ClaimLostError(job);
  return toMessage(row);
}
