import { concatMap, defer, map, of, type Observable } from 'rxjs';
import { OpencodeError } from '../../errors.js';
import type { Turn } from '../turn.js';

/**
 * Asks whether a session which seems idle or empty is busy in a directory that this client does not listen to: status,
 * events and prompts are per directory, and old servers take prompts for sessions that they do not have
 * (`lib/wire/PROTOCOL.md`). Emits once what is wrong, `undefined` where nothing is, and completes; errors as the requests
 * do, for one with a session that is not there. Asked before a verdict that rests on it; a session that we hear is there,
 * and not elsewhere.
 */
export const elsewhere = (turn: Turn): Observable<OpencodeError | undefined> =>
  defer(() => (turn.heard.isNear ? of(undefined) : misplacement(turn)));

const misplacement = (turn: Turn): Observable<OpencodeError | undefined> =>
  turn.plan.hub.store
    .session(turn.plan.sessionID)
    .pipe(concatMap(({ directory }) => (directory === undefined ? of(undefined) : misplacementTo(turn, directory))));

const misplacementTo = (turn: Turn, directory: string): Observable<OpencodeError | undefined> =>
  isBusy(turn, directory).pipe(
    concatMap(busy => (busy ? isBusy(turn) : of(true))),
    map(sound => (sound ? undefined : misplaced(turn, directory))),
  );

const isBusy = ({ plan }: Turn, directory?: string): Observable<boolean> =>
  plan.hub.store.statuses(directory).pipe(map(statuses => (statuses[plan.sessionID]?.type ?? 'idle') !== 'idle'));

const misplaced = ({ plan }: Turn, directory: string): OpencodeError =>
  new OpencodeError(
    `session ${plan.sessionID} runs in ${directory}, which this client does not listen to: ` +
      `make a client with the option directory: '${directory}'`,
  );
