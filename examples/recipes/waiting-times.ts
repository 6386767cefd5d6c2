import { combineLatest, map, timer, type Observable } from 'rxjs';
import type { Attention, OpencodeClient } from 'opencode-rx';

/** Something that waits for a human, and for how long. */
export interface WaitingTime {
  readonly attention: Attention;
  readonly seconds: number;
}

const clock$ = timer(0, 1_000).pipe(map(() => Date.now()));

/** How long each question and permission has waited: anew each second, and when something is asked or answered. */
export const waitingTimes = (client: OpencodeClient): Observable<readonly WaitingTime[]> =>
  combineLatest([client.attention$, clock$]).pipe(
    map(([waiting, now]) =>
      waiting.map(attention => ({ attention, seconds: Math.max(0, Math.round((now - attention.askedAt) / 1_000)) })),
    ),
  );
