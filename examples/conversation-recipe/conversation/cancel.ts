import { and, eq, inArray, sql } from 'drizzle-orm';
import { firstValueFrom } from 'rxjs';
import { messages } from '../db/schema.js';
import type { Recipe } from '../recipe.js';
import { abortTurn } from './abort-turn.js';
import { messageOf } from './read.js';

/** Milliseconds that a row stays locked for a server that does not answer. */
const PATIENCE = 1500;

/**
 * Cancels a reply and stops the agent. Resolves to whether it was in time: of `cancel` and the end of a turn that come at
 * once, one wins, and the row says which. The row is locked until the server has answered, so that no later turn of the
 * conversation can be hit. A server that cannot be told here is told by the worker, or by the next one.
 */
export async function cancel(recipe: Recipe, messageId: number): Promise<boolean> {
  const isInTime = await recipe.db.transaction(async tx => {
    const cancelled = await tx
      .update(messages)
      .set({ status: 'cancelled', finishedAt: sql`now()` })
      .where(and(eq(messages.id, messageId), inArray(messages.status, ['pending', 'streaming'])))
      .returning({ id: messages.id });
    if (cancelled.length > 0) await firstValueFrom(abortTurn(recipe, tx, messageId, PATIENCE));
    return cancelled.length > 0;
  });
  if (!isInTime) await messageOf(recipe, messageId); // or an error that says what is wrong with it
  return isInTime;
}
