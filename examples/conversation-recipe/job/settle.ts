import { catchError, concat, ignoreElements, map, of, throwError, type Observable } from 'rxjs';
import type { Reply } from 'opencode-rx';
import { abortTurn } from '../conversation/abort-turn.js';
import type { Message } from '../db/rows.js';
import { stubborn } from '../db/stubborn.js';
import { figures, type Recipe } from '../recipe.js';
import { isPassing, mayBeRunning, wordsOf } from './failure.js';
import { ClaimLostError, finish, putOff, type Ending, type Job } from './hold.js';

/** What became of a job. */
export interface Settled {
  /** How its message ended; or that it was put off, or lost to another worker. */
  readonly outcome: Message['status'] | 'put off' | 'lost';
  /** Why it is `errored` or was put off, without secrets. */
  readonly error?: string;
}

/** The last that was seen of a reply, and the error that came after it. */
export interface End {
  readonly reply?: Reply;
  readonly error?: unknown;
}

/** Stores how a job ended; or puts it off, when it may do better later. */
export function settle(recipe: Recipe, job: Job, { reply, error }: End): Observable<Settled> {
  if (error instanceof ClaimLostError) return of({ outcome: 'lost' });
  if (isPassing(error, reply) && job.attempts < figures(recipe).maxAttempts)
    return stubborn(() => putOff(recipe, job, wordsOf(error))).pipe(
      map(() => ({ outcome: 'put off', error: wordsOf(error) })),
    );
  const ending = endingOf(reply, error);
  const finished$ = finished(recipe, job, ending, reply);
  return error !== undefined && mayBeRunning(error) ? concat(abortedTurn(recipe, job), finished$) : finished$;
}

/** A reply that the database refuses is left at what was stored of it before. */
const finished = (recipe: Recipe, job: Job, ending: Ending, reply?: Reply): Observable<Settled> =>
  stubborn(() => finish(recipe, job, ending, reply)).pipe(
    map(outcome => ({ outcome, ...(outcome === 'errored' && { error: ending.error }) })),
    catchError((error: unknown) =>
      reply === undefined || error instanceof ClaimLostError
        ? throwError(() => error)
        : finished(recipe, job, { status: 'errored', error: wordsOf(error) }),
    ),
  );

/** Stops the agent at work on a job, if there is one. Completes when the server was told, or could not be. */
export const abortedTurn = (recipe: Recipe, job: Job): Observable<never> =>
  stubborn(() => abortTurn(recipe, recipe.db, job.id)).pipe(ignoreElements());

function endingOf(reply: Reply | undefined, error: unknown): Ending {
  if (error !== undefined) return { status: 'errored', error: wordsOf(error) };
  switch (reply?.status) {
    case 'completed':
      return { status: 'completed' };
    case 'failed':
      return { status: 'errored', error: wordsOf(reply.error) };
    case 'interrupted':
      return { status: 'errored', error: 'interrupted: the OpenCode server was stopped in the middle of the turn' };
    default: // aborted, by us or on the server; or left before its end
      return { status: 'cancelled' };
  }
}
