import { BehaviorSubject, filter, type Observable } from 'rxjs';
import type { OpencodeError } from '../errors.js';

/** How a shared connection is doing. */
export type ConnectionState =
  /** Nobody wants it. */
  | { readonly status: 'idle' }
  /** `attempt` counts the tries since it last worked, from 1; the one that broke is the first. */
  | { readonly status: 'connecting'; readonly attempt: number }
  /** The server says it is ready. `epoch` counts the opens of this connection, from 1. */
  | { readonly status: 'open'; readonly epoch: number }
  /** Lost; the next try is due in `delay` milliseconds (counted from this state on). */
  | { readonly status: 'reconnecting'; readonly attempt: number; readonly delay: number; readonly error: OpencodeError }
  /** Lost for good, until somebody subscribes anew. */
  | { readonly status: 'failed'; readonly error: OpencodeError };

/** A connection's state, kept. */
export interface ConnectionStateStore {
  readonly state$: Observable<ConnectionState>;
  readonly set: (state: ConnectionState) => void;
  readonly complete: () => void;
}

/** A store that is idle. */
export function connectionStateStore(): ConnectionStateStore {
  const states = new BehaviorSubject<ConnectionState>({ status: 'idle' });
  return {
    // An observer may cause the next state while it hears of one: those after it would hear of the two in wrong order.
    state$: states.pipe(filter(state => state === states.value)),
    set: state => {
      states.next(state);
    },
    complete: () => {
      states.complete();
    },
  };
}
