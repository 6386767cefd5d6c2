import {
  asapScheduler,
  combineLatest,
  defer,
  of,
  ReplaySubject,
  share,
  switchMap,
  timer,
  type Observable,
  type OperatorFunction,
} from 'rxjs';

/**
 * Each item of a list as what `project` makes of it: anew when the list changes, or what became of one of them. An item
 * that stays keeps its subscription; one that goes is left.
 *
 * Emits a list once each item has one value. Errors with the source and with what is made of an item.
 */
export const each =
  <T extends object, R>(project: (item: T) => Observable<R>): OperatorFunction<readonly T[], readonly R[]> =>
  source =>
    defer(() => {
      const kept = new WeakMap<T, Observable<R>>();
      const projected = (item: T): Observable<R> => {
        const known = kept.get(item) ?? lingering(project(item));
        kept.set(item, known);
        return known;
      };
      return source.pipe(switchMap(items => (items.length === 0 ? of([]) : combineLatest(items.map(projected)))));
    });

/** Shared, and kept over the moment between two lists that both hold it. */
const lingering = <R>(source: Observable<R>): Observable<R> =>
  source.pipe(
    share({
      connector: () => new ReplaySubject<R>(1),
      resetOnComplete: false,
      resetOnRefCountZero: () => timer(0, asapScheduler),
    }),
  );
