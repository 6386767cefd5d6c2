import {
  combineLatest,
  defer,
  distinctUntilChanged,
  filter,
  ignoreElements,
  map,
  merge,
  of,
  startWith,
  takeUntil,
  tap,
  type Observable,
} from 'rxjs';
import { ConnectionError, IdleStreamError, StaleSessionError, TimeoutError, type OpencodeError } from '../errors.js';
import type { Step } from '../reply/transition.js';
import { humanDeadline, idleDeadline } from './human-deadline.js';
import type { Turn } from './turn.js';

/** The deadlines of a turn, by the clock. Emits nothing; errors with the first that passes. They never abort the agent. */
export function guards(turn: Turn, steps$: Observable<Step>): Observable<never> {
  const { streamTimeout, firstEventTimeout, idleStreamTimeout } = turn.plan.options;
  const paused$ = waitsForHuman(turn, steps$);
  const down$ = turn.plan.hub.connection$.pipe(map(({ status }) => status !== 'open'));
  const silenced$ = combineLatest([paused$, down$]).pipe(map(([asked, down]) => asked || down));
  const limits: Observable<never>[] = [];
  if (streamTimeout !== false) {
    limits.push(humanDeadline({ after: streamTimeout, paused$, error: () => timedOut(turn, streamTimeout) }));
  }
  if (firstEventTimeout !== false && turn.reply.status === 'waiting') {
    limits.push(firstEvent(turn, steps$, firstEventTimeout));
  }
  if (idleStreamTimeout !== false) {
    const lastActivity = () => turn.heard.lastAt;
    limits.push(
      idleDeadline({
        after: idleStreamTimeout,
        paused$: silenced$,
        lastActivity,
        error: () => idle(turn, idleStreamTimeout),
      }),
    );
  }
  return merge(...limits);
}

/** While a human is asked and the connection lives, a turn is healthy however long it takes. */
const waitsForHuman = (turn: Turn, steps$: Observable<Step>): Observable<boolean> =>
  combineLatest([
    steps$.pipe(
      map(({ reply }) => reply.promptBlocked),
      startWith(turn.reply.promptBlocked),
      distinctUntilChanged(),
    ),
    turn.plan.hub.connection$.pipe(map(({ status }) => status === 'open')),
  ]).pipe(
    map(([blocked, open]) => blocked && open),
    distinctUntilChanged(),
  );

/** Until an assistant speaks. Where no connection ever came about, its own error says more. */
const firstEvent = (turn: Turn, steps$: Observable<Step>, after: number): Observable<never> =>
  defer(() => {
    let failure: OpencodeError | undefined = new ConnectionError(`no event connection within ${String(after)} ms`);
    const watch$ = turn.plan.hub.connection$.pipe(
      tap(state => {
        if (state.status === 'open') failure = undefined;
        else if ('error' in state) failure &&= state.error;
      }),
      ignoreElements(),
    );
    const limit$ = humanDeadline({ after, paused$: of(false), error: () => failure ?? stale(turn, after) });
    return merge(watch$, limit$).pipe(takeUntil(steps$.pipe(filter(({ reply }) => reply.status !== 'waiting'))));
  });

const timedOut = ({ plan }: Turn, limit: number): TimeoutError =>
  new TimeoutError(`session ${plan.sessionID}: the turn took longer than streamTimeout, ${String(limit)} ms`);

const stale = ({ plan }: Turn, limit: number): StaleSessionError =>
  new StaleSessionError(`session ${plan.sessionID}: no assistant spoke within firstEventTimeout, ${String(limit)} ms`);

const idle = ({ plan }: Turn, limit: number): IdleStreamError =>
  new IdleStreamError(`session ${plan.sessionID}: nothing was heard for idleStreamTimeout, ${String(limit)} ms`);
