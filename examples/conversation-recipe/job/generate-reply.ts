import {
  catchError,
  concat,
  concatMap,
  connect,
  defaultIfEmpty,
  endWith,
  exhaustMap,
  filter,
  ignoreElements,
  map,
  merge,
  mergeMap,
  of,
  scan,
  share,
  switchMap,
  take,
  takeLast,
  takeWhile,
  throwError,
  timer,
  type Observable,
} from 'rxjs';
import type { Reply } from 'opencode-rx';
import { stubborn } from '../db/stubborn.js';
import { figures, type Recipe } from '../recipe.js';
import { NotStoppedError } from './failure.js';
import { ClaimLostError, save, type Job, type Standing } from './hold.js';
import { latestMap } from './latest-map.js';
import { abortedTurn, settle, type End, type Settled } from './settle.js';
import { turnOf } from './turn.js';

/** Milliseconds between two aborts of a cancelled turn: the first may come before the server has begun it. */
const ABORT_AGAIN = 1000;

/**
 * Generates the reply that a job asks for: sends its prompt, or goes on with the turn it began, stores what the agent
 * says while it says it, and at the end how it ended.
 *
 * One value, then it completes. Errors when the database refuses what it is told; while the database is away, it waits.
 * Unsubscribing leaves the turn running and the job to whoever claims it when its lease has run out.
 */
export const generateReply = (recipe: Recipe, job: Job): Observable<Settled> =>
  storedReply(recipe, job).pipe(
    map((reply): End => ({ reply })),
    catchError((error: unknown) => of<End>({ error })),
    scan((end, next) => ({ ...end, ...next })),
    takeLast(1),
    defaultIfEmpty<End, End>({}),
    concatMap(end => settle(recipe, job, end)),
    catchError((error: unknown) =>
      error instanceof ClaimLostError ? of<Settled>({ outcome: 'lost' }) : throwError(() => error),
    ),
  );

/** A reply that is stored as it grows. A cancel stops the turn. */
const storedReply = (recipe: Recipe, job: Job): Observable<Reply> =>
  begun(recipe, job).pipe(
    connect(reply$ => {
      const standing$ = stored(recipe, job, reply$).pipe(share());
      const stopped$ = standing$.pipe(
        filter(({ status }) => status === 'cancelled'),
        take(1),
        switchMap(() => stop(recipe, job)),
      );
      return merge(reply$.pipe(endWith(undefined)), standing$.pipe(ignoreElements()), stopped$);
    }),
    takeWhile(reply => reply !== undefined),
  );

/** A job that every worker died of is not tried for ever. */
const begun = (recipe: Recipe, job: Job): Observable<Reply> =>
  job.attempts > figures(recipe).maxAttempts
    ? throwError(() => new Error(`given up: none of ${job.attempts - 1} workers brought it to an end`))
    : turnOf(recipe, job);

/** Renews the lease, and writes the newest state of the reply: not more often than it may, and one write at a time. */
function stored(recipe: Recipe, job: Job, reply$: Observable<Reply>): Observable<Standing> {
  const { lease, writeEvery } = figures(recipe);
  const renewed$ = timer(0, lease / 3).pipe(exhaustMap(() => stubborn(() => save(recipe, job))));
  const written = (reply: Reply) =>
    concat(
      stubborn(() => save(recipe, job, reply)),
      timer(writeEvery).pipe(ignoreElements()),
    );
  return merge(renewed$, reply$.pipe(latestMap(written)));
}

/** Stops the agent, whose end is waited for. Errors when that does not come. */
function stop(recipe: Recipe, job: Job): Observable<never> {
  const late$ = timer(figures(recipe).lastWords).pipe(mergeMap(() => throwError(() => new NotStoppedError())));
  const aborts$ = timer(0, ABORT_AGAIN).pipe(exhaustMap(() => abortedTurn(recipe, job)));
  return merge(aborts$, late$);
}
