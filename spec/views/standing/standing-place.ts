import { defer, of, Subject, type Observable } from 'rxjs';
import type { Place } from '../../../lib/live/standing/standing.js';
import { fakeHub } from '../../support/fake-place.js';

/** A place where nothing happens but this, and the messages of what is reported there. */
export function place(happenings: Partial<Place>) {
  const reports: (string | undefined)[] = [];
  const nothing = { hub: fakeHub(of('o')), events$: new Subject<never>(), arrivals$: new Subject<never>() };
  return { ...nothing, ...happenings, report: (error?: Error) => reports.push(error?.message), reports };
}

/** Subscribed to for the first time it is the first of them, then the next. */
export const oneByOne = <T>(...lives: readonly Observable<T>[]): Observable<T> => {
  const left = [...lives];
  return defer(() => left.shift() ?? new Subject<T>());
};
