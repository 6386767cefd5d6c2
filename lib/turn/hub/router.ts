import { defer, finalize, ignoreElements, merge, share, Subject, tap, type Observable } from 'rxjs';

/** A value and the keys of those it is for. */
export interface Addressed<T> {
  readonly value: T;
  readonly keys: readonly string[];
}

/**
 * Hands each value to those who asked for one of its keys: one look-up a key, however many ask.
 *
 * All share one subscription to the source, from the first who asks to the last who leaves. Each route completes and
 * errors with the source; a key that nobody asks for any more leaves nothing behind.
 */
export function route<T>(source: Observable<Addressed<T>>): (key: string) => Observable<T> {
  const routes = new Map<string, Subject<T>>();
  const pump$ = source.pipe(
    tap({
      next: ({ value, keys }) => {
        for (const key of keys) routes.get(key)?.next(value);
      },
      complete: () => {
        for (const target of routes.values()) target.complete();
      },
    }),
    ignoreElements(),
    share(),
  );
  return key =>
    defer(() => {
      const target = routes.get(key) ?? new Subject<T>();
      routes.set(key, target);
      const forget = () => {
        if (!target.observed && routes.get(key) === target) routes.delete(key);
      };
      return merge(target, pump$).pipe(finalize(forget));
    });
}
