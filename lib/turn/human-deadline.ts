import {
  asyncScheduler,
  concatWith,
  defer,
  distinctUntilChanged,
  finalize,
  ignoreElements,
  NEVER,
  switchMap,
  throwError,
  timer,
  type Observable,
} from 'rxjs';
import { LONGEST_TIMER } from '../transport/deadline.js';

/** A deadline by the clock that stands still while `paused$` says so. */
export interface HumanDeadlineOptions {
  /** Milliseconds. */
  readonly after: number;
  /** State: its current value at once. */
  readonly paused$: Observable<boolean>;
  readonly error: () => Error;
}

/** Emits nothing; errors when the time that was not paused is up. Unsubscribing clears the timer. */
export const humanDeadline = ({ after, paused$, error }: HumanDeadlineOptions): Observable<never> =>
  defer(() => {
    if (after > LONGEST_TIMER) return NEVER;
    let left = after;
    const run = () => {
      const from = asyncScheduler.now();
      return timer(left).pipe(
        finalize(() => (left -= asyncScheduler.now() - from)),
        concatWith(throwError(() => error())),
        ignoreElements(),
      );
    };
    return paused$.pipe(
      distinctUntilChanged(),
      switchMap(paused => (paused ? NEVER : run())),
    );
  });

/** As {@link humanDeadline}, from the last activity on. `lastActivity` is read when the time seems up, not per event. */
export const idleDeadline = (
  options: HumanDeadlineOptions & { readonly lastActivity: () => number },
): Observable<never> => {
  const { after, paused$, error, lastActivity } = options;
  if (after > LONGEST_TIMER) return NEVER;
  const watch = (since: number): Observable<never> =>
    defer(() => {
      const quiet = asyncScheduler.now() - Math.max(since, lastActivity());
      if (quiet >= after) return throwError(() => error());
      return timer(after - quiet).pipe(switchMap(() => watch(since)));
    });
  return paused$.pipe(
    distinctUntilChanged(),
    switchMap(paused => (paused ? NEVER : defer(() => watch(asyncScheduler.now())))),
  );
};
