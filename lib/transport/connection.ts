import { Subject, defer, share, skipWhile, takeUntil, tap } from 'rxjs';
import type { MonoTypeOperatorFunction, Observable } from 'rxjs';
import { ConnectionError, OpencodeError, TimeoutError } from '../errors.js';
import type { Instrumentation } from '../instrumentation.js';
import { backoff, connectDeadline } from './backoff.js';
import { connectionStateStore, type ConnectionState, type ConnectionStateStore } from './connection-state.js';
import { neverSent } from './failure.js';
import { reconnect, type Loss } from './reconnect.js';
import { watchdog } from './watchdog.js';

/** One try to connect. */
export interface ConnectionAttempt {
  /** Which try this is since the connection last worked, from 1. */
  readonly attempt: number;
  /** Milliseconds the server has to answer with headers; the opener sees to it. */
  readonly connectTimeout: number;
}

/** What a shared connection is made of. */
export interface ConnectionOptions<T> {
  /** What it connects to, for messages and instrumentation; without query. */
  readonly path: string;
  /** One life of the connection, cold. */
  readonly open: (attempt: ConnectionAttempt) => Observable<T>;
  /** The value by which the server says that it is ready. What comes before it is not handed on. */
  readonly isReady: (value: T) => boolean;
  /** Whether a value proves that the connection works (being ready does not: a server may say so and die, for ever). */
  readonly isProgress: (value: T) => boolean;
  /** Milliseconds an answering server may be silent, or not yet ready. */
  readonly heartbeatTimeout: number;
  /** Milliseconds the server has to answer with headers, at most. */
  readonly connectTimeout: number;
  /** Tries again at once when it emits during a wait; during a life, looks at once how long that has been silent. */
  readonly wake$: Observable<unknown>;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly instrumentation: Instrumentation;
}

/** One connection that many share and that heals itself. */
export interface Connection<T> {
  /**
   * What the server says, from now on; nothing is replayed.
   *
   * Producers: one connection for all subscribers, opened by the first and closed after the last. First value: with
   * the server's next. Never completes. Errors when the connection is lost for good, or closed; the next subscriber
   * tries anew. Unsubscribing the last closes the socket, or ends the try or the wait.
   */
  readonly values$: Observable<T>;
  /**
   * How the connection is doing: at once, then each change. `open` comes before the value that says so.
   *
   * Opens nothing. Completes when the connection is closed. Never errors. Of states that an observer itself causes
   * while it hears of one, the others may hear only the last.
   */
  readonly state$: Observable<ConnectionState>;
  /** Ends it for good: subscribers of `values$`, now and later, get this error; `state$` is idle and completes. */
  readonly close: (error: OpencodeError) => void;
}

/** A connection for many, not opened yet. */
export function connection<T>(options: ConnectionOptions<T>): Connection<T> {
  const store = connectionStateStore();
  const closed$ = new Subject<never>();
  let epoch = 0;
  const onOpen = (): void => {
    epoch += 1;
    store.set({ status: 'open', epoch });
    options.instrumentation.notify('opencode.connection.open', { path: options.path, epoch });
  };
  return {
    values$: defer(() => healing(options, store, onOpen)).pipe(tellEnd(store), takeUntil(closed$), share()),
    state$: store.state$,
    close: error => {
      closed$.error(error);
      store.complete();
    },
  };
}

/** One life after another, until one ends for good. */
function healing<T>(options: ConnectionOptions<T>, store: ConnectionStateStore, onOpen: () => void): Observable<T> {
  const { path, random, instrumentation } = options;
  let attempt: ConnectionAttempt = { attempt: 1, connectTimeout: options.connectTimeout };
  const life$ = defer(() => {
    store.set({ status: 'connecting', attempt: attempt.attempt });
    return life(options, attempt, onOpen);
  });
  const onLost = (loss: Loss): void => {
    attempt = nextAttempt(options, attempt, loss);
    store.set({ status: 'reconnecting', ...loss });
    instrumentation.notify('opencode.connection.lost', { path, ...loss });
  };
  const delay = (failures: number, { response }: OpencodeError): number =>
    backoff(failures, random, response?.retryAfter);
  return life$.pipe(reconnect({ ...options, delay, onLost, toEndError: () => ended(path) }));
}

/** From the try to the end of the connection it makes. */
function life<T>(options: ConnectionOptions<T>, attempt: ConnectionAttempt, onOpen: () => void): Observable<T> {
  const { path, open, isReady, heartbeatTimeout, wake$, instrumentation } = options;
  const opened$ = open(attempt).pipe(
    fromReady(isReady, onOpen),
    watchdog(heartbeatTimeout, () => silent(path, heartbeatTimeout), wake$),
  );
  return instrumentation.instrument('opencode.connection', { path, attempt: attempt.attempt }, opened$);
}

function nextAttempt<T>(options: ConnectionOptions<T>, previous: ConnectionAttempt, loss: Loss): ConnectionAttempt {
  const hadWorked = loss.attempt === 2;
  const before = hadWorked ? undefined : previous.connectTimeout;
  return {
    attempt: loss.attempt,
    connectTimeout: connectDeadline(options.connectTimeout, neverSent(loss.error), before),
  };
}

/** Says how a connection ended, before its subscribers hear of it. */
function tellEnd<T>(store: ConnectionStateStore): MonoTypeOperatorFunction<T> {
  return tap({
    error: (error: unknown) => {
      store.set({ status: 'failed', error: asOpencodeError(error) });
    },
    unsubscribe: () => {
      store.set({ status: 'idle' });
    },
  });
}

/** Holds back what comes before the server is ready, and says when it is before handing that on. */
function fromReady<T>(isReady: (value: T) => boolean, onReady: () => void): MonoTypeOperatorFunction<T> {
  return skipWhile(value => {
    if (!isReady(value)) return true;
    onReady();
    return false;
  });
}

function ended(path: string): ConnectionError {
  return new ConnectionError(`GET ${path}: the server ended the connection`);
}

function silent(path: string, limit: number): TimeoutError {
  return new TimeoutError(`GET ${path}: nothing heard for ${String(limit)} ms (heartbeatTimeout)`);
}

function asOpencodeError(error: unknown): OpencodeError {
  return error instanceof OpencodeError
    ? error
    : new OpencodeError('The connection could not be made', { cause: error });
}
