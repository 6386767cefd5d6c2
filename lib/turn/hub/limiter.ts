import { finalize, Observable, type MonoTypeOperatorFunction } from 'rxjs';

/**
 * Lets so many subscriptions run at a time; the others wait their turn, first come first served.
 *
 * The operator changes nothing else. Unsubscribing one that waits takes it out of the queue.
 */
export function limiter(limit: number): <T>() => MonoTypeOperatorFunction<T> {
  let free = limit;
  const waiting = new Set<() => void>();
  const leave = (): void => {
    free += 1;
    const [next] = waiting;
    next?.();
  };
  const enter = (): void => {
    free -= 1;
  };
  return () => source =>
    new Observable(subscriber => {
      const start = (): void => {
        waiting.delete(start);
        enter();
        source.pipe(finalize(leave)).subscribe(subscriber);
      };
      if (free > 0) start();
      else waiting.add(start);
      return () => waiting.delete(start);
    });
}
