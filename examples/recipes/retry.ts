import { retry, throwError, timer, type MonoTypeOperatorFunction } from 'rxjs';
import { ConnectionError, ProtocolError, ServerError, TimeoutError } from 'opencode-rx';

/** The network, the server's own trouble, a deadline: the next try may do better. A refusal stays one. */
export const isWorthRetrying = (error: unknown): boolean =>
  error instanceof ConnectionError ||
  error instanceof TimeoutError ||
  (error instanceof ServerError && !(error instanceof ProtocolError));

/**
 * Resubscribes up to five times, waiting longer each time. A `ReplyStream` goes on with its turn: no second prompt.
 * (No `resetOnSuccess`: the first value of a `ReplyStream` comes at once and proves nothing.)
 */
export const stubborn = <T>(wait = 1_000): MonoTypeOperatorFunction<T> =>
  retry({
    count: 5,
    delay: (error: unknown, attempt) =>
      isWorthRetrying(error) ? timer(wait * 2 ** (attempt - 1)) : throwError(() => error),
  });
