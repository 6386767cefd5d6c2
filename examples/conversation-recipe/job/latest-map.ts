import { defer, exhaustMap, finalize, Subject, throttle, type Observable, type OperatorFunction } from 'rxjs';

/**
 * `concatMap` that keeps no queue: while one inner Observable runs, only the newest value waits for its end, and those
 * before it are forgotten. The last value always has its turn. Completes and errors as `concatMap` does; unsubscribing
 * ends the one that runs.
 */
export const latestMap =
  <T, R>(project: (value: T) => Observable<R>): OperatorFunction<T, R> =>
  source =>
    defer(() => {
      const isFree$ = new Subject<void>();
      return source.pipe(
        throttle(() => isFree$, { leading: true, trailing: true }),
        exhaustMap(value => project(value).pipe(finalize(() => isFree$.next()))),
      );
    });
