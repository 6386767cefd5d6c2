import { connect, defer, EMPTY, endWith, filter, ignoreElements, merge, switchMap, take, takeUntil, tap } from 'rxjs';
import type { Observable } from 'rxjs';
import * as z from 'zod/mini';
import { checkOptions, requireText } from '../rest/index.js';
import { sessionIDOf, type OpencodeEvent } from '../wire/index.js';
import type { Hub } from './hub.js';
import { runTurn } from './run-turn.js';
import { Turn } from './turn.js';
import { turnOptions } from './turn-options.js';

/** How one session's events are followed. */
export interface StreamEventsOptions {
  /** Called once, as soon as the server has said that it hears us: the moment to send a prompt. */
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
  return defer(() => merge(events$, callbacks(hub, options))).pipe(
    connect(shared$ => shared$.pipe(takeUntil(turnEnd(hub, sessionID, shared$)))),
  );
}

/** Runs beside the events and emits nothing; what a callback throws errors the stream. */
const callbacks = (
  { connection$, events$ }: Hub,
  { onSubscribed, onActivity }: StreamEventsOptions,
): Observable<never> =>
  merge(
    onSubscribed === undefined
      ? EMPTY
      : connection$.pipe(
          filter(({ status }) => status === 'open'),
          take(1),
          tap(onSubscribed),
        ),
    onActivity === undefined ? EMPTY : events$.pipe(tap(onActivity)),
  ).pipe(ignoreElements());

const BEGINNINGS: ReadonlySet<string> = new Set(['session.status', 'session.error', 'message.updated']);

/** Once the session has been heard at work, its turn is followed to its end like one's own. */
const turnEnd = (hub: Hub, sessionID: string, events$: Observable<OpencodeEvent>): Observable<unknown> =>
  events$.pipe(
    filter(event => BEGINNINGS.has(event.type) && sessionIDOf(event) === sessionID && !isRest(event)),
    take(1),
    switchMap(() => {
      const options = turnOptions({ streamTimeout: false, firstEventTimeout: false });
      return runTurn(new Turn({ hub, sessionID, messageID: undefined, options })).pipe(ignoreElements(), endWith(true));
    }),
  );

const isRest = (event: OpencodeEvent): boolean =>
  event.type === 'session.status' && event.properties.status.type === 'idle';
