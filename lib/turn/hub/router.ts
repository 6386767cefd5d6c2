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

/** Ways to ask for what comes under a key. */
export interface Routes<T> {
  /** What came together together. */
  readonly runsOf: (key: string) => Observable<readonly T[]>;
  /** One by one: who comes between two that came together hears of the second. */
  readonly valuesOf: (key: string) => Observable<T>;
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
): Routes<T> {
  const [runs, values] = [new Map<string, Subject<readonly T[]>>(), new Map<string, Subject<T>>()];
  const handOn = <S extends Addressed<T>>(): MonoTypeOperatorFunction<S> =>
    whileHeard(({ values: run, keys }, isHeard) => {
      for (const key of keys) {
        runs.get(key)?.next(run);
        for (let at = 0; at < run.length && isHeard(); at += 1) values.get(key)?.next(run[at] as T);
      }
    });
  const complete = (): void => {
    for (const target of [...runs.values(), ...values.values()]) target.complete();
  };
  const pump$ = source.pipe(handOn(), onwards, handOn(), tap({ complete }), ignoreElements(), share());
  return { runsOf: targetsIn(runs, pump$), valuesOf: targetsIn(values, pump$) };
}

const targetsIn =
  <V>(targets: Map<string, Subject<V>>, pump$: Observable<never>) =>
  (key: string): Observable<V> =>
    defer(() => {
      const target = targets.get(key) ?? new Subject<V>();
      targets.set(key, target);
      const forget = () => {
        if (!target.observed && targets.get(key) === target) targets.delete(key);
      };
      return merge(target, pump$).pipe(finalize(forget));
    });

/** As `tap`; in the middle of a value it can be told whether everybody has left. */
const whileHeard =
  <S>(hear: (value: S, isHeard: () => boolean) => void): MonoTypeOperatorFunction<S> =>
  source =>
    defer(() => {
      let isLeft = false;
      const finalize = (): void => void (isLeft = true);
      return source.pipe(
        tap({
          next: value => {
            hear(value, () => !isLeft);
          },
          finalize,
        }),
      );
    });
