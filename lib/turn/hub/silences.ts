import { asyncScheduler, defer, filter, finalize, NEVER, repeat, share, timer, type Observable } from 'rxjs';
import { LONGEST_TIMER } from '../../transport/deadline.js';

/** Emits whenever there was no news for as long as that may be; `lastAt` tells when there last was (epoch ms). */
export type Silences = (lastAt: () => number) => Observable<unknown>;

/**
 * The silences of so many milliseconds of all who listen on one client. Whoever fell silent at nearly the same time is
 * told in the same breath: they then ask together for what is about them all.
 */
export function silencesOf(interval: number): Silences {
  const ring = alarmClock(interval / 100);
  const next = (lastAt: number): Observable<unknown> => {
    const now = asyncScheduler.now();
    return ring(now - lastAt < interval ? lastAt + interval : now + interval);
  };
  return lastAt =>
    interval > LONGEST_TIMER
      ? NEVER
      : defer(() => next(lastAt())).pipe(
          repeat(),
          filter(() => asyncScheduler.now() - lastAt() >= interval),
        );
}

/** Tells when a time (epoch ms) is reached, by one timer for all whose times are within `grain` milliseconds. */
function alarmClock(grain: number): (time: number) => Observable<unknown> {
  const alarms = new Map<number, Observable<unknown>>();
  const set = (at: number): Observable<unknown> => {
    const alarm$ = timer(at * grain - asyncScheduler.now()).pipe(
      finalize(() => alarms.delete(at)),
      share(),
    );
    alarms.set(at, alarm$);
    return alarm$;
  };
  return time => {
    const at = Math.ceil(time / grain);
    return alarms.get(at) ?? set(at);
  };
}
