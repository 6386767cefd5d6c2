import { EMPTY, NEVER, asyncScheduler, defer, merge, repeat, takeUntil, tap, throwError, timer } from 'rxjs';
import type { MonoTypeOperatorFunction, Observable } from 'rxjs';
import { LONGEST_TIMER } from './deadline.js';

/**
 * Errors when the source is silent for `limit` milliseconds, from the subscription on.
 *
 * A value costs a look at the clock. The one timer is not set anew for each, but looks when it fires how long ago the
 * last value was. It looks as well when `wake$` emits: a computer's sleep stops timers, but not the clock.
 */
export function watchdog<T>(
  limit: number,
  toError: () => Error,
  wake$: Observable<unknown> = NEVER,
): MonoTypeOperatorFunction<T> {
  return source =>
    defer(() => {
      if (limit > LONGEST_TIMER) return source;
      let lastSeen = asyncScheduler.now();
      const silence$ = silenceOf(() => lastSeen + limit - asyncScheduler.now(), toError, wake$);
      return source.pipe(
        tap(() => (lastSeen = asyncScheduler.now())),
        takeUntil(silence$),
      );
    });
}

/** Says nothing; errors when no time is left. */
function silenceOf(timeLeft: () => number, toError: () => Error, wake$: Observable<unknown>): Observable<never> {
  const look$ = defer(() => (timeLeft() > 0 ? EMPTY : throwError(() => toError())));
  return look$.pipe(repeat({ delay: () => merge(timer(timeLeft()), wake$) }));
}
