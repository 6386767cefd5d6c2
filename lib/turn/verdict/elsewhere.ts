import { catchError, concatMap, defer, map, of, throwError, type Observable } from 'rxjs';
import { OpencodeError, SessionNotFoundError } from '../../errors.js';
import type { Turn } from '../turn.js';

/**
 * Makes sure that a session which seems idle or empty is there at all, and not busy in a directory that this client does
 * not listen to: status, events and prompts are per directory, and old servers take prompts for sessions that they do
 * not have (`lib/wire/PROTOCOL.md`). Emits once and completes; errors with what is wrong. Asked before a verdict that
 * rests on it; a session that we hear is there, and not elsewhere.
 */
export const notElsewhere = (turn: Turn): Observable<true> =>
  defer(() => (turn.heard.isNear ? of(true as const) : isQuiet(turn)));

const isQuiet = (turn: Turn): Observable<true> =>
  turn.plan.hub.store.session(turn.plan.sessionID).pipe(
    catchError((error: unknown) =>
      throwError(() => (error instanceof SessionNotFoundError ? turn.fail(error) : error)),
    ),
    concatMap(({ directory }) => (directory === undefined ? of(true as const) : isQuietIn(turn, directory))),
  );

const isQuietIn = (turn: Turn, directory: string): Observable<true> =>
  isBusy(turn, directory).pipe(
    concatMap(busy => (busy ? isBusy(turn) : of(true))),
    concatMap(sound => (sound ? of(true as const) : throwError(() => misplaced(turn, directory)))),
  );

const isBusy = ({ plan }: Turn, directory?: string): Observable<boolean> =>
  plan.hub.store.statuses(directory).pipe(map(statuses => (statuses[plan.sessionID]?.type ?? 'idle') !== 'idle'));

const misplaced = ({ plan }: Turn, directory: string): OpencodeError =>
  new OpencodeError(
    `session ${plan.sessionID} runs in ${directory}, which this client does not listen to: ` +
      `make a client with the option directory: '${directory}'`,
  );
