import {
  catchError,
  concat,
  connect,
  defer,
  EMPTY,
  endWith,
  filter,
  ignoreElements,
  map,
  merge,
  of,
  takeUntil,
  takeWhile,
  tap,
  throwError,
} from 'rxjs';
import type { Observable } from 'rxjs';
import { BadRequestError } from '../errors.js';
import type { FoldEvent } from '../reply/fold/event.js';
import type { Reply } from '../reply/reply.js';
import type { Step } from '../reply/transition.js';
import { neverSent } from '../transport/failure.js';
import { answerPrompts } from './answer-prompts.js';
import { lookAndConclude } from './verdict/conclude.js';
import { guards } from './guards.js';
import { breaks } from './hub/epochs.js';
import { lookTriggers, sessionEvents } from './hearing.js';
import { begin } from './post.js';
import { singleFlight } from './single-flight.js';
import type { Turn } from './turn.js';

/**
 * Follows a turn from where it stands to its end: posts it if that was not done, folds what is heard and fetched, asks
 * the handlers, minds the deadlines. One run at a time; a later one goes on with the same turn.
 *
 * Emits the steps from now on, in one array those that were taken together, never an empty one. Completes with the turn;
 * of an ended one at once. Errors as the turn's stream does. Unsubscribing leaves nothing behind, but with
 * `abortOnUnsubscribe` the post until it is answered, and the abort.
 */
export const runTurn = (turn: Turn): Observable<readonly Step[]> =>
  defer(() => {
    if (turn.end) return ended(turn.end);
    turn.looks.dropSuspicion();
    return folded(turn).pipe(
      connect(steps$ => merge(steps$, companions(turn, newest(steps$)))),
      tap({
        unsubscribe: () => {
          abandon(turn);
        },
      }),
    );
  });

const ended = (end: { readonly error?: unknown }): Observable<never> =>
  'error' in end ? throwError(() => end.error) : EMPTY;

const folded = (turn: Turn): Observable<readonly Step[]> =>
  heard(turn).pipe(
    connect(heard$ => merge(heard$, looks(turn, heard$))),
    map(events => ({ events, steps: turn.hear(events) })),
    takeWhile(({ events: [first] }) => first?.type !== 'turn.settled', true),
    map(({ steps }) => steps),
    filter(({ length }) => length > 0),
  );

const looks = (turn: Turn, heard$: Observable<readonly FoldEvent[]>): Observable<readonly FoldEvent[]> =>
  lookTriggers(turn, heard$).pipe(
    singleFlight(() => lookAndConclude(turn)),
    map(alone),
  );

/** What comes by itself: the session's events, the breaks of the connection, the answer to the post. */
const heard = (turn: Turn): Observable<readonly FoldEvent[]> =>
  merge(
    turn.phase === 'new' ? EMPTY : of([gap]),
    sessionEvents(turn),
    breaks(turn.plan.hub.connection$).pipe(map(() => [gap])),
    begin(turn).pipe(map(alone)),
  );

const gap: FoldEvent = { type: 'turn.gap' };

const alone = (event: FoldEvent): readonly FoldEvent[] => [event];

/** The newest snapshot of steps that were taken together. */
const newest = (steps$: Observable<readonly Step[]>): Observable<Reply> =>
  steps$.pipe(
    map(steps => steps.at(-1)?.reply),
    filter(reply => reply !== undefined),
  );

/** What runs beside the fold, for as long as it does. */
const companions = (turn: Turn, replies$: Observable<Reply>): Observable<never> =>
  merge(answerPrompts(turn, replies$), guards(turn, replies$)).pipe(
    takeUntil(replies$.pipe(ignoreElements(), endWith(true))),
  );

/**
 * Everybody left a turn that is still running: it is aborted where that was asked for, once its post is answered; but not
 * when the post was refused or never sent, for then an abort would hit somebody else's turn.
 */
function abandon(turn: Turn): void {
  if (!turn.plan.options.abortOnUnsubscribe || turn.end !== undefined || turn.phase === 'new') return;
  const posted$ = turn.post$.pipe(
    ignoreElements(),
    catchError((error: unknown) => (hasNotArrived(error) ? throwError(() => error) : EMPTY)),
  );
  concat(
    posted$,
    defer(() => turn.abort()),
  ).subscribe({ error: () => undefined });
}

const hasNotArrived = (error: unknown): boolean => neverSent(error) || error instanceof BadRequestError;
