import { and, eq, isNotNull, sql, type SQL } from 'drizzle-orm';
import type { Reply } from 'opencode-rx';
import type { Message } from '../db/rows.js';
import { messages } from '../db/schema.js';
import { storableJson, storableText } from '../db/storable.js';
import { figures, type Recipe } from '../recipe.js';

/** A reply that one worker holds. */
export type Job = Message & { readonly claimedBy: string };

/** Another worker has the job, for its holder was not heard of in time. What is under way is left to that one. */
export class ClaimLostError extends Error {
  override readonly name = 'ClaimLostError';

  constructor({ id }: Job) {
    super(`message ${id} is another worker's now`);
  }
}

/** What the holder of a job has to know of its row: it may have been cancelled. */
export type Standing = Pick<Message, 'status' | 'sessionId'>;

/** How a reply ended. */
export interface Ending {
  readonly status: 'completed' | 'cancelled' | 'errored';
  readonly error?: string;
}

/** Holds on to a job, and stores the reply as far as it has come. Rejects with {@link ClaimLostError}. */
export async function save(recipe: Recipe, job: Job, reply?: Reply): Promise<Standing> {
  const [standing] = await recipe.db
    .update(messages)
    .set({ ...columnsOf(reply), claimedUntil: fromNow(figures(recipe).lease) })
    .where(isHeld(job))
    .returning({ status: messages.status, sessionId: messages.sessionId });
  if (standing === undefined) throw new ClaimLostError(job);
  return standing;
}

/**
 * Stores how a reply ended, if it has not ended yet: what was cancelled meanwhile stays so, with its last words.
 * Resolves to how it ended. To do it again changes nothing. Rejects with {@link ClaimLostError}.
 */
export async function finish({ db }: Recipe, job: Job, ending: Ending, reply?: Reply): Promise<Message['status']> {
  const { status, error = null } = ending;
  const [row] = await db
    .update(messages)
    .set({
      ...columnsOf(reply),
      status: sql`case ${messages.status} when 'streaming' then ${status} else ${messages.status} end`,
      error: sql`case ${messages.status} when 'streaming' then ${error} when 'errored' then ${messages.error} end`,
      claimedUntil: null,
      finishedAt: sql`coalesce(${messages.finishedAt}, now())`,
    })
    .where(and(eq(messages.id, job.id), eq(messages.claimedBy, job.claimedBy)))
    .returning({ status: messages.status });
  if (row === undefined) throw new ClaimLostError(job);
  return row.status;
}

/** Milliseconds until a job that could not be done is tried again: twice as many each time, a minute at most. */
const backOff = ({ attempts }: Job): number => Math.min(60_000, 500 * 2 ** attempts);

/** Leaves a job for later; the row says why. */
export async function putOff({ db }: Recipe, job: Job, error: string): Promise<void> {
  const later = { claimedBy: null, claimedUntil: fromNow(backOff(job)), error };
  await db.update(messages).set(later).where(isHeld(job));
}

/** Leaves a job to whoever comes next, as if it had not been claimed. */
export async function release({ db }: Recipe, job: Job): Promise<void> {
  const attempts = sql`${messages.attempts} - 1`;
  await db
    .update(messages)
    .set({ claimedBy: null, claimedUntil: sql`now()`, attempts })
    .where(isHeld(job));
}

/** So many milliseconds from now, by the clock of the database. */
export const fromNow = (milliseconds: number): SQL => sql`now() + make_interval(secs => ${milliseconds / 1000})`;

/** Whether a job is still in the hands of whoever claimed it. */
export const isHeld = (job: Job): SQL | undefined =>
  and(eq(messages.id, job.id), eq(messages.claimedBy, job.claimedBy), isNotNull(messages.claimedUntil));

const columnsOf = (reply?: Reply) =>
  reply && {
    content: storableText(reply.fullText),
    parts: storableJson(reply.parts),
    toolCalls: storableJson(reply.toolParts),
    cost: reply.cost,
    inputTokens: reply.tokens.input,
    outputTokens: reply.tokens.output,
  };
