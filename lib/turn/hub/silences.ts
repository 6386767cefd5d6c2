import { asyncScheduler, defer, filter, finalize, repeat, share, tap, timer, type Observable } from 'rxjs';
import { LONGEST_TIMER } from '../../transport/deadline.js';

/** Emits whenever there was no news for as long as that may be; `lastAt` tells when there last was (epoch ms). */
export type Silences = (lastAt: () => number) => Observable<unknown>;

/**
 * The silences of so many milliseconds of all who listen on one client. Whoever fell silent at nearly the same time is
 * told in the same breath, round after round, so that they ask together for what is about them all; a silence may be told
 * a hundredth early or late for that.
 */
export function silencesOf(interval: number): Silences {
  const slack = interval / 100;
  const ring = alarmClock(slack);
  const isSilence = (lastAt: number): boolean => asyncScheduler.now() - lastAt >= interval - slack;
  return lastAt =>
    defer(() => ring((isSilence(lastAt()) ? asyncScheduler.now() : lastAt()) + interval)).pipe(
      repeat(),
      filter(() => isSilence(lastAt())),
    );
}

interface Alarm {
  /** Epoch ms. */
  readonly time: number;
  readonly rings$: Observable<unknown>;
}

/**
 * Rings at a time (epoch ms), or with an alarm that was set for less than `slack` milliseconds before or after it. What
 * is too far away for a timer rings early, as timers may: whoever listens looks at the clock, and sets it again.
 */
function alarmClock(slack: number): (time: number) => Observable<unknown> {
  const alarms = new Map<number, Alarm>();
  const set = (place: number, time: number): Alarm => {
    const forget = (): void => {
      if (alarms.get(place) === alarm) alarms.delete(place);
    };
    const delay = Math.min(time - asyncScheduler.now(), LONGEST_TIMER);
    const alarm = { time, rings$: timer(delay).pipe(tap(forget), finalize(forget), share()) };
    alarms.set(place, alarm);
    return alarm;
  };
  return time => {
    const place = Math.floor(time / slack);
    const near = [alarms.get(place), alarms.get(place - 1)].find(alarm => alarm && time - alarm.time < slack);
    return (near ?? set(place, time)).rings$;
  };
}
