import { defer, merge, retry, take, tap, throwError, timer } from 'rxjs';
import type { MonoTypeOperatorFunction, Observable } from 'rxjs';
import type { OpencodeError } from '../errors.js';
import { isRetryable } from './retryable.js';

/** A connection that broke and will be tried again. */
export interface Loss {
  /** The number of the coming try; the one that just failed after working counts as the first. */
  readonly attempt: number;
  /** Milliseconds until then, unless something wakes it. */
  readonly delay: number;
  readonly error: OpencodeError;
}

/** How `reconnect` goes about it. */
export interface ReconnectOptions<T> {
  /** Milliseconds to wait after so many failures in a row, from 1; the error is the last of them. */
  readonly delay: (failures: number, error: OpencodeError) => number;
  /** Whether a value proves that the connection works: it resets the count of failures. */
  readonly isProgress: (value: T) => boolean;
  /** The error that a clean end counts as. */
  readonly toEndError: () => OpencodeError;
  /** Cuts a wait short; listened to only during a wait. */
  readonly wake$: Observable<unknown>;
  /** Called when the connection broke, before the wait. */
  readonly onLost: (loss: Loss) => void;
}

/**
 * Resubscribes to a connection that fails or ends, with a delay that only real progress resets.
 *
 * Producers: one subscription to the source at a time. Values are the source's. Never completes. Errors with what is
 * not retryable. Unsubscribing ends the connection or the wait.
 */
export function reconnect<T>(options: ReconnectOptions<T>): MonoTypeOperatorFunction<T> {
  const { delay, isProgress, toEndError, wake$, onLost } = options;
  return source =>
    defer(() => {
      let failures = 0;
      const next = (error: unknown): Observable<unknown> => {
        if (!isRetryable(error)) return throwError(() => error);
        failures += 1;
        const loss = { attempt: failures + 1, delay: delay(failures, error), error };
        onLost(loss);
        return merge(timer(loss.delay), wake$).pipe(take(1));
      };
      return source.pipe(
        tap({
          next: value => {
            if (isProgress(value)) failures = 0;
          },
          complete: () => {
            throw toEndError();
          },
        }),
        retry({ delay: next }),
      );
    });
}
