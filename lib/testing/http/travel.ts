import {
  concatMap,
  defer,
  isObservable,
  map,
  NEVER,
  of,
  throwError,
  timer,
  type Observable,
  type SchedulerLike,
} from 'rxjs';
import { networkError, refusal } from './answers.js';
import type { Faults } from './faults.js';

/** A request and its answer on their way, with what befalls them. */
export function travel(
  scheduler: SchedulerLike,
  { refuse, lose, delay }: ReturnType<Faults['meet']>,
  isStream: boolean,
  answer: () => Response | Observable<Response>,
): Observable<Response> {
  const wait = delay === undefined ? of(0) : delay.ms === Infinity ? NEVER : timer(delay.ms, scheduler);
  if (refuse !== undefined) return wait.pipe(concatMap(() => refused(refuse.status)));
  const answer$ = defer(() => toObservable(answer()));
  const arrived = isStream
    ? wait.pipe(concatMap(() => answer$))
    : answer$.pipe(concatMap(response => wait.pipe(map(() => response))));
  return lose === undefined ? arrived : arrived.pipe(concatMap(lost));
}

/** Nobody reads what was being sent. */
function lost({ body }: Response): Observable<never> {
  void body?.cancel();
  return throwError(() => networkError('ECONNRESET'));
}

const refused = (status: number | 'network'): Observable<Response> =>
  status === 'network' ? throwError(() => networkError('ECONNREFUSED')) : of(refusal(status));

const toObservable = (answer: Response | Observable<Response>): Observable<Response> =>
  isObservable(answer) ? answer : of(answer);
