import { noop, Observable, Subject, takeUntil, type OperatorFunction } from 'rxjs';

/**
 * Emits the items of each array one by one, right after `before` was told of each. `mergeAll` would make a subscription
 * for every array: too dear for deltas.
 *
 * A source that emits while it is subscribed to has no subscription yet to end it by, so that leaving is told to it.
 */
export const flattened =
  <T>(before: (item: T) => void = noop): OperatorFunction<readonly T[], T> =>
  source =>
    new Observable(subscriber => {
      const left$ = new Subject<void>();
      subscriber.add(() => {
        left$.next();
      });
      return source.pipe(takeUntil(left$)).subscribe({
        next: items => {
          for (const item of items) {
            before(item);
            subscriber.next(item);
          }
        },
        error: (error: unknown) => {
          subscriber.error(error);
        },
        complete: () => {
          subscriber.complete();
        },
      });
    });
