import { asapScheduler, defer, finalize, share, switchMap, timer, type Observable } from 'rxjs';

/**
 * One subscription to the source for all who subscribe in the same breath (before the next microtask): many who hear of
 * the same thing ask once. Whoever comes later asks anew, for what was asked before may be older than what made them ask.
 *
 * Emits, errors and completes as the source does. When all who share a subscription have left, it ends.
 */
export function gathered<T>(source: Observable<T>): Observable<T> {
  let gathering: Observable<T> | undefined;
  const depart = (departed: Observable<T>): void => {
    if (gathering === departed) gathering = undefined;
  };
  const gather = (): Observable<T> => {
    const shared: Observable<T> = timer(0, asapScheduler).pipe(
      switchMap(() => {
        depart(shared);
        return source;
      }),
      finalize(() => {
        depart(shared);
      }),
      share(),
    );
    return shared;
  };
  return defer(() => (gathering ??= gather()));
}
