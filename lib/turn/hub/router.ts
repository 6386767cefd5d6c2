import {
  defer,
  finalize,
  ignoreElements,
  merge,
  share,
  Subject,
  tap,
  type MonoTypeOperatorFunction,
  type Observable,
  type OperatorFunction,
} from 'rxjs';

/** Values that come together, and the keys of those they are for. */
export interface Addressed<T> {
  readonly values: readonly T[];
  readonly keys: readonly string[];
}

/**
 * Hands values to those who asked for one of their keys: one look-up a key, however many ask.
 *
 * All share one subscription to the source, from the first who asks to the last who leaves. Each route completes and
 * errors with the source; a key that nobody asks for any more leaves nothing behind.
 *
 * @param onwards what is left to find out when something was handed on, and whom to hand it to then
 */
export function route<T, A extends Addressed<T> = Addressed<T>>(
  source: Observable<A>,
  onwards: OperatorFunction<A, Addressed<T>> = ignoreElements(),
): (key: string) => Observable<readonly T[]> {
  const routes = new Map<string, Subject<readonly T[]>>();
  const handOn = <S extends Addressed<T>>(): MonoTypeOperatorFunction<S> =>
    tap(({ values, keys }) => {
      for (const key of keys) routes.get(key)?.next(values);
    });
  const complete = (): void => {
    for (const target of routes.values()) target.complete();
  };
  const pump$ = source.pipe(handOn(), onwards, handOn(), tap({ complete }), ignoreElements(), share());
  return key =>
    defer(() => {
      const target = routes.get(key) ?? new Subject<readonly T[]>();
      routes.set(key, target);
      const forget = () => {
        if (!target.observed && routes.get(key) === target) routes.delete(key);
      };
      return merge(target, pump$).pipe(finalize(forget));
    });
}
