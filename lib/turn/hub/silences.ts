import { asyncScheduler, defer, filter, NEVER, repeat, timer, type Observable } from 'rxjs';
import { LONGEST_TIMER } from '../../transport/deadline.js';

/** Emits whenever there was no news for so many milliseconds; `lastAt` tells when there last was (epoch ms). */
export const silences = (interval: number, lastAt: () => number): Observable<unknown> => {
  if (interval > LONGEST_TIMER) return NEVER;
  return defer(() => {
    const quiet = asyncScheduler.now() - lastAt();
    return timer(Math.max(interval - quiet, 0) || interval);
  }).pipe(
    repeat(),
    filter(() => asyncScheduler.now() - lastAt() >= interval),
  );
};
