import { NEVER, type Observable } from 'rxjs';
import { ConnectionError, UnauthorizedError } from '../../lib/errors.js';
import { noInstrumentation } from '../../lib/instrumentation.js';
import {
  connection,
  type Connection,
  type ConnectionAttempt,
  type ConnectionOptions,
} from '../../lib/transport/connection.js';
import type { ConnectionState } from '../../lib/transport/connection-state.js';

export const cut = new ConnectionError('cut');
export const wrongPassword = new UnauthorizedError('who?', { response: { status: 401 } });
export const R = 'ready';

export function optionsOf(open: (attempt: ConnectionAttempt) => Observable<string>): ConnectionOptions<string> {
  return {
    path: '/event',
    open,
    isReady: value => value === R,
    isProgress: value => value !== R && value !== 'beat',
    heartbeatTimeout: 65_000,
    connectTimeout: 10_000,
    wake$: NEVER,
    random: () => 0,
    instrumentation: noInstrumentation,
  };
}

export function connectionOf(open: (attempt: ConnectionAttempt) => Observable<string>): Connection<string> {
  return connection(optionsOf(open));
}

/** Lives one after another; the last one stays. */
export function lives(...all: readonly Observable<string>[]): (attempt: ConnectionAttempt) => Observable<string> {
  let next = 0;
  return () => all[Math.min(next++, all.length - 1)] ?? NEVER;
}

export function statesOf({ state$ }: Connection<string>): ConnectionState[] {
  const states: ConnectionState[] = [];
  state$.subscribe(state => states.push(state));
  return states;
}

/** Time goes on in the specs of the file only when they say so. */
export function useFakeTime(): void {
  // What a spec leaves subscribed must not keep the run alive with its heartbeat timer.
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.clearAllTimers();
    jest.useRealTimers();
  });
}
