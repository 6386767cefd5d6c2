import { randomUUID } from 'node:crypto';
import { and, asc, eq, exists, inArray, isNotNull, lt, not, or, sql, type SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { firstValueFrom } from 'rxjs';
import { abortTurn } from '../conversation/abort-turn.js';
import type { Queries } from '../db/database.js';
import { BadRowError, toMessage, type Message } from '../db/rows.js';
import { conversations, messages } from '../db/schema.js';
import { figures, type Recipe } from '../recipe.js';
import { fromNow, type Job } from './hold.js';

const now = sql`now()`;

/** Nobody's yet; or somebody's who was not heard of any more, or who put it off until now. */
const isFree = or(
  eq(messages.status, 'pending'),
  and(inArray(messages.status, ['streaming', 'cancelled']), lt(messages.claimedUntil, now)),
);

/**
 * The oldest reply that waits for a worker, which from now on is `worker`'s; `undefined` when there is none. Only one
 * reply of a conversation is under way at a time, and only those whose server this process knows are looked at.
 * Rejects with `BadRowError` for a row that cannot be read, which is `errored` then.
 */
export async function claim(recipe: Recipe, worker: string): Promise<Job | undefined> {
  const claimedBy = `${worker}:${randomUUID()}`;
  const [row] = await recipe.db
    .update(messages)
    .set({
      status: sql`case when ${messages.status} = 'pending' then 'streaming' else ${messages.status} end`,
      claimedBy,
      claimedUntil: fromNow(figures(recipe).lease),
      attempts: sql`${messages.attempts} + 1`,
      startedAt: sql`coalesce(${messages.startedAt}, ${now})`,
    })
    .where(eq(messages.id, next(recipe)))
    .returning();
  return row && { ...(await readable(recipe, row)), claimedBy };
}

/** Its row is locked, and whoever looks at the same time skips it. */
function next({ db, servers }: Recipe): SQL {
  const query = db
    .select({ id: messages.id })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .where(and(isFree, inArray(conversations.server, [...servers.keys()]), not(hasEarlier(db))))
    .orderBy(asc(messages.id))
    .limit(1)
    .for('update', { of: messages, skipLocked: true });
  return sql`(${query})`;
}

/** A turn that is under way would take the next prompt for a word to itself. */
function hasEarlier(db: Queries): SQL {
  const earlier = alias(messages, 'earlier');
  const isOpen = or(eq(earlier.status, 'pending'), isNotNull(earlier.claimedUntil));
  return exists(
    db
      .select({ id: earlier.id })
      .from(earlier)
      .where(and(eq(earlier.conversationId, messages.conversationId), lt(earlier.id, messages.id), isOpen)),
  );
}

async function readable(recipe: Recipe, row: typeof messages.$inferSelect): Promise<Message> {
  try {
    return toMessage(row);
  } catch (error) {
    if (!(error instanceof BadRowError)) throw error;
    const ending = { status: 'errored', error: error.message, claimedUntil: null, finishedAt: now } as const;
    await firstValueFrom(abortTurn(recipe, recipe.db, row.id));
    await recipe.db.update(messages).set(ending).where(eq(messages.id, row.id));
    throw error;
  }
}
