import { distinctUntilChanged, map, of, switchMap, timer, type Observable } from 'rxjs';
import type { SessionStatus } from 'opencode-rx';

/** Milliseconds the end of a turn takes: a stopped or failed one is idle before its message says what it came to. */
const LINGER = 1_500;

/** Whether a session has come to rest: idle, and long enough for its last message to be complete if it ever will. */
export const resting = (status$: Observable<SessionStatus>): Observable<boolean> =>
  status$.pipe(
    map(({ type }) => type === 'idle'),
    distinctUntilChanged(),
    switchMap(idle => (idle ? timer(LINGER).pipe(map(() => true)) : of(false))),
  );
