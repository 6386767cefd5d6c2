import { Observable, type OperatorFunction } from 'rxjs';

/** Emits the items of each array one by one. `mergeAll` would make a subscription for every array: too dear for deltas. */
export const flattened =
  <T>(): OperatorFunction<readonly T[], T> =>
  source =>
    new Observable(subscriber =>
      source.subscribe({
        next: items => {
          for (const item of items) subscriber.next(item);
        },
        error: (error: unknown) => {
          subscriber.error(error);
        },
        complete: () => {
          subscriber.complete();
        },
      }),
    );
