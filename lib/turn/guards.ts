import {
  combineLatest,
  defer,
  distinctUntilChanged,
  filter,
  ignoreElements,
  map,
  merge,
  NEVER,
  of,
  startWith,
  takeUntil,
  tap,
  type Observable,
} from 'rxjs';
import { ConnectionError, IdleStreamError, StaleSessionError, TimeoutError, type OpencodeError } from '../errors.js';
import type { Reply } from '../reply/reply.js';
import { humanDeadline, idleDeadline } from './human-deadline.js';
import type { Turn } from './turn.js';

/** The deadlines of a turn, by the clock. Emits nothing; errors with the first that passes. They never abort the agent. */
export const guards = (turn: Turn, replies$: Observable<Reply>): Observable<never> =>
  defer(() => {
    let outage: OpencodeError | undefined;
    const watch$ = turn.plan.hub.connection$.pipe(
      tap(state => {
        if (state.status === 'open') outage = undefined;
        else if ('error' in state) outage = state.error;
      }),
      ignoreElements(),
    );
    return merge(
      watch$,
      total(turn, replies$, () => outage),
      firstEvent(turn, replies$),
      silence(turn, replies$),
    );
  });

function total(turn: Turn, replies$: Observable<Reply>, outage: () => OpencodeError | undefined): Observable<never> {
  const { streamTimeout: after } = turn.plan.options;
  if (after === false) return NEVER;
  const paused$ = waitsForHuman(turn, replies$);
  return humanDeadline({ after, paused$, error: () => timedOut(turn, after, outage()) });
}

function silence(turn: Turn, replies$: Observable<Reply>): Observable<never> {
  const { idleStreamTimeout: after } = turn.plan.options;
  if (after === false) return NEVER;
  const down$ = turn.plan.hub.connection$.pipe(map(({ status }) => status !== 'open'));
  const paused$ = combineLatest([waitsForHuman(turn, replies$), down$]).pipe(map(([asked, down]) => asked || down));
  return idleDeadline({ after, paused$, lastActivity: () => turn.heard.lastAt, error: () => idle(turn, after) });
}

/** While a human is asked and the connection lives, a turn is healthy however long it takes. */
const waitsForHuman = (turn: Turn, replies$: Observable<Reply>): Observable<boolean> =>
  combineLatest([
    replies$.pipe(
      map(({ promptBlocked }) => promptBlocked),
      startWith(turn.reply.promptBlocked),
      distinctUntilChanged(),
    ),
    turn.plan.hub.connection$.pipe(map(({ status }) => status === 'open')),
  ]).pipe(
    map(([blocked, open]) => blocked && open),
    distinctUntilChanged(),
  );

/** Until an assistant speaks. Where no connection ever came about, its own error says more. */
function firstEvent(turn: Turn, replies$: Observable<Reply>): Observable<never> {
  const { firstEventTimeout: after } = turn.plan.options;
  if (after === false || turn.reply.status !== 'waiting') return NEVER;
  return defer(() => {
    let failure: OpencodeError | undefined = new ConnectionError(`no event connection within ${String(after)} ms`);
    const watch$ = turn.plan.hub.connection$.pipe(
      tap(state => {
        if (state.status === 'open') failure = undefined;
        else if ('error' in state) failure &&= state.error;
      }),
      ignoreElements(),
    );
    const limit$ = humanDeadline({ after, paused$: of(false), error: () => failure ?? stale(turn, after) });
    return merge(watch$, limit$).pipe(takeUntil(replies$.pipe(filter(({ status }) => status !== 'waiting'))));
  });
}

function timedOut({ plan }: Turn, limit: number, outage: OpencodeError | undefined): TimeoutError {
  const lost = outage === undefined ? '' : '; the event connection is lost';
  return new TimeoutError(
    `session ${plan.sessionID}: the turn took longer than streamTimeout, ${String(limit)} ms${lost}`,
    { cause: outage },
  );
}

const stale = ({ plan }: Turn, limit: number): StaleSessionError =>
  new StaleSessionError(`session ${plan.sessionID}: no assistant spoke within firstEventTimeout, ${String(limit)} ms`);

const idle = ({ plan }: Turn, limit: number): IdleStreamError =>
  new IdleStreamError(`session ${plan.sessionID}: nothing was heard for idleStreamTimeout, ${String(limit)} ms`);
