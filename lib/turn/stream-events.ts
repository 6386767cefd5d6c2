import {
  catchError,
  concatMap,
  connect,
  defer,
  EMPTY,
  endWith,
  filter,
  ignoreElements,
  map,
  merge,
  retry,
  shareReplay,
  switchMap,
  take,
  takeUntil,
  tap,
  throwError,
  timer,
} from 'rxjs';
import type { Observable } from 'rxjs';
import * as z from 'zod/mini';
import { PromptRejectedError } from '../errors.js';
import { sameValue } from '../reply/same-value.js';
import { checkOptions, requireText } from '../rest/index.js';
import { isRetryable } from '../transport/retryable.js';
import { isRest, sessionIDOf, type Message, type OpencodeEvent } from '../wire/index.js';
import { heals } from './hub/epochs.js';
import type { Hub } from './hub/hub.js';
import { runTurn } from './run-turn.js';
import { Turn } from './turn.js';
import { turnOptions } from './turn-options.js';

/** Milliseconds until a read that failed is tried again. */
const RETRY = 1000;

/** How one session's events are followed. */
export interface StreamEventsOptions {
  /** Called once, when the server has said that it hears us and has shown how the session is: the moment to prompt it. */
  readonly onSubscribed?: (() => void) | undefined;
  /** Called for every event on the connection, heartbeats and other sessions' as well. */
  readonly onActivity?: ((event: OpencodeEvent) => void) | undefined;
  /**
   * Lets the questions and permissions of the session's descendants through.
   * @defaultValue true
   */
  readonly includeChildren?: boolean | undefined;
}

const callback = z.optional(z.custom<never>(value => typeof value === 'function', 'must be a function'));
const schema = z.strictObject({
  onSubscribed: callback,
  onActivity: callback,
  includeChildren: z.optional(z.boolean()),
});

/** The events of one session until its turn ends; documented where the client offers it. */
export function followSession(hub: Hub, sessionID: string, options: StreamEventsOptions): Observable<OpencodeEvent> {
  requireText('streamEvents', 'sessionID', sessionID);
  checkOptions('streamEvents', schema, options);
  const { includeChildren = true } = options;
  const events$ = hub.eventsOf(sessionID).pipe(filter(event => includeChildren || sessionIDOf(event) === sessionID));
  return defer(() => {
    const start$ = startOf(hub, sessionID).pipe(shareReplay({ bufferSize: 1, refCount: true }));
    return merge(events$, callbacks(hub, start$, options)).pipe(
      connect(shared$ => shared$.pipe(takeUntil(turnEnd(hub, sessionID, { events$: shared$, start$ })))),
    );
  });
}

/** Runs beside the events and emits nothing; what a callback throws errors the stream. */
const callbacks = (
  { events$ }: Hub,
  start$: Observable<unknown>,
  { onSubscribed, onActivity }: StreamEventsOptions,
): Observable<never> =>
  merge(
    onSubscribed === undefined ? EMPTY : start$.pipe(tap(onSubscribed)),
    onActivity === undefined ? EMPTY : events$.pipe(tap(onActivity)),
  ).pipe(ignoreElements());

/** The session's newest message once the server hears us: what a later look is held against. */
const startOf = (hub: Hub, sessionID: string): Observable<Message | undefined> =>
  hub.connection$.pipe(
    filter(({ status }) => status === 'open'),
    take(1),
    concatMap(() => newestOf(hub, sessionID)),
  );

const newestOf = ({ store }: Hub, sessionID: string): Observable<Message | undefined> =>
  store.newest(sessionID).pipe(
    map(message => message?.info),
    retry({ delay: error => (isRetryable(error) ? timer(RETRY) : throwError(() => error as unknown)) }),
  );

const BEGINNINGS: ReadonlySet<string> = new Set(['session.status', 'session.error', 'message.updated']);

interface Watched {
  readonly events$: Observable<OpencodeEvent>;
  readonly start$: Observable<Message | undefined>;
}

/** Once the session is known to have worked, its turn is followed to its end like one's own. */
const turnEnd = (hub: Hub, sessionID: string, { events$, start$ }: Watched): Observable<unknown> =>
  merge(events$.pipe(filter(event => isBeginning(event, sessionID))), missedBeginning(hub, sessionID, start$)).pipe(
    take(1),
    switchMap(() => {
      const options = turnOptions({ streamTimeout: false, firstEventTimeout: false });
      const turn = new Turn({ hub, sessionID, messageID: undefined, options });
      return runTurn(turn).pipe(ignoreElements(), catchError(refusalAsEnd), endWith(true));
    }),
  );

/** A prompt that never ran is over as well: its error was one of the events. */
const refusalAsEnd = (error: unknown): Observable<never> =>
  error instanceof PromptRejectedError ? EMPTY : throwError(() => error);

const isBeginning = (event: OpencodeEvent, sessionID: string): boolean =>
  BEGINNINGS.has(event.type) && sessionIDOf(event) === sessionID && !isRest(event);

/** A turn that began, and perhaps ended, while the connection was lost has left a message. */
const missedBeginning = (hub: Hub, sessionID: string, start$: Watched['start$']): Observable<unknown> =>
  start$.pipe(
    switchMap(before =>
      heals(hub.connection$).pipe(
        switchMap(() => newestOf(hub, sessionID)),
        filter(now => !sameValue(before, now)),
      ),
    ),
  );
