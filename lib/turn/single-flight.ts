import {
  defer,
  EMPTY,
  exhaustMap,
  of,
  repeat,
  tap,
  type Observable,
  type ObservableInput,
  type OperatorFunction,
} from 'rxjs';

/**
 * Runs one thing at a time: a trigger starts it; triggers that come while it runs start it once more when it is done.
 *
 * Errors with the source or with what runs; completes when both are done. Unsubscribing stops what runs.
 */
export const singleFlight =
  <T>(run: () => ObservableInput<T>): OperatorFunction<unknown, T> =>
  source =>
    defer(() => {
      let wanted = false;
      const flight = (): Observable<T> =>
        defer(() => {
          wanted = false;
          return run();
        });
      return source.pipe(
        tap(() => (wanted = true)),
        exhaustMap(() => flight().pipe(repeat({ delay: () => (wanted ? of(true) : EMPTY) }))),
      );
    });
