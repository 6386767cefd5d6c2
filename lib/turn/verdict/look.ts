import {
  catchError,
  concatMap,
  EMPTY,
  filter,
  forkJoin,
  from,
  map,
  mergeMap,
  of,
  throwError,
  toArray,
  type Observable,
} from 'rxjs';
import type { StoredTruth } from '../../reply/fold/event.js';
import { present } from '../../reply/present.js';
import { isRetryable } from '../../transport/retryable.js';
import { isAtWork, isAwaited, type MessageWithParts, type SessionStatuses } from '../../wire/index.js';
import type { Hub } from '../hub/hub.js';
import { isThere } from '../hub/is-there.js';
import { isRefusal, readBack } from '../hub/read-back.js';
import { isAsked } from './thread.js';

type Messages = readonly MessageWithParts[];

/** What a look is for. */
export interface LookOptions {
  readonly sessionID: string;
  /** The turn's user message; without it, pages are read back to the last prompt. */
  readonly messageID: string | undefined;
  /** Whether todos and prompts are asked for as well: after a gap they may have changed unheard. */
  readonly full: boolean;
  readonly includeChildren: boolean;
}

/** What a look at the server showed. */
export interface Sight {
  readonly busy: boolean;
  /** Every message read, oldest first; absent where the server will not list them (`lib/wire/PROTOCOL.md`). */
  readonly messages: readonly MessageWithParts[] | undefined;
  /** What else was asked for and could be had. */
  readonly rest: StoredTruth;
  /** Whether some of it could not be had now, but may be later. */
  readonly isPartial: boolean;
}

/**
 * Looks at the server's store: the status first, then the messages, for the other order can pair an unfinished message
 * with the idle that followed it. Emits once and completes; errors as the requests do.
 */
export const look = (hub: Hub, options: LookOptions): Observable<Sight> =>
  hub.store.statuses().pipe(
    concatMap(statuses =>
      forkJoin({
        busy: of(isAtWork(statuses, options.sessionID)),
        messages: readTurn(hub, options),
        around: options.full ? lookAround(hub, options, statuses) : of({ rest: {}, isPartial: false }),
      }),
    ),
    map(({ around, ...sight }) => ({ ...sight, ...around })),
  );

/** The messages from the turn's user message on, and perhaps some before; `undefined` where the server will not list them. */
function readTurn({ store }: Hub, { sessionID, messageID }: LookOptions): Observable<Messages | undefined> {
  const isEnough = (read: Messages): boolean =>
    messageID === undefined ? read.some(isAsked) : read.some(({ info }) => info.id === messageID);
  const unreadable = (read: Messages): MessageWithParts | undefined => standIn(messageID ?? promptOf(read));
  return readBack(store, { sessionID, isEnough, unreadable }).pipe(
    catchError((error: unknown) => (isRefusal(error) ? of(undefined) : throwError(() => error))),
  );
}

/** Where the prompt that cannot be listed is the turn's own, its id is all that is needed of it. */
const standIn = (id: string | undefined): MessageWithParts | undefined =>
  id === undefined ? undefined : { info: { id, role: 'user' }, parts: [] };

const promptOf = ([oldest]: Messages): string | undefined =>
  oldest?.info.role === 'assistant' ? oldest.info.parentID : undefined;

/** What cannot be had is left out: old servers lack some of it, and the messages are what decides. */
function lookAround(
  hub: Hub,
  options: LookOptions,
  statuses: SessionStatuses,
): Observable<Pick<Sight, 'rest' | 'isPartial'>> {
  const { store } = hub;
  let isPartial = false;
  const orNothing = <T>(read$: Observable<T>): Observable<T | undefined> =>
    read$.pipe(
      catchError((error: unknown) => {
        isPartial ||= isRetryable(error);
        return of(undefined);
      }),
    );
  const own = <T extends Asked>(list$: Observable<readonly T[]>) =>
    list$.pipe(
      map(requests => requests.filter(request => isAwaited(statuses, request))),
      concatMap(requests => ofFamily(hub, options, requests)),
    );
  return forkJoin({
    todos: orNothing(store.todos(options.sessionID)),
    questions: orNothing(own(store.questions())),
    permissions: orNothing(own(store.permissions())),
  }).pipe(map(rest => ({ rest: present(rest), isPartial })));
}

interface Asked {
  readonly sessionID?: string;
}

/** Those of the requests that are the session's, or a descendant's. */
const ofFamily = <T extends Asked>(
  { lineage, store }: Hub,
  { sessionID, includeChildren }: LookOptions,
  requests: readonly T[],
): Observable<readonly T[]> =>
  from(requests).pipe(
    mergeMap(request => {
      if (request.sessionID === sessionID) return of(request);
      if (!includeChildren || request.sessionID === undefined) return EMPTY;
      return lineage.family(request.sessionID).pipe(
        filter(family => family.includes(sessionID)),
        concatMap(([asker = '']) => isThere(store, asker)),
        filter(Boolean),
        map(() => request),
      );
    }),
    toArray(),
  );
