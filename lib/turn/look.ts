import {
  catchError,
  concatMap,
  EMPTY,
  expand,
  filter,
  forkJoin,
  from,
  map,
  mergeMap,
  of,
  reduce,
  throwError,
  timeout,
  toArray,
  type Observable,
} from 'rxjs';
import { BadRequestError, SessionNotFoundError, TimeoutError } from '../errors.js';
import type { StoredTruth } from '../reply/fold-event.js';
import { present } from '../reply/present.js';
import { getMessages, listPermissions, listQuestions, sessionStatus, todos } from '../rest/index.js';
import type { MessagePage } from '../rest/index.js';
import type { MessageWithParts } from '../wire/index.js';
import type { Hub } from './hub.js';

/** Milliseconds a look may take. */
const LOOK_TIMEOUT = 10_000;

/** Milliseconds of it that todos and prompts may take: the messages are not to wait for them. */
const SIDE_TIMEOUT = 5_000;

/** Messages a page. */
const PAGE = 50;

/** What a look is for. */
export interface LookOptions {
  readonly sessionID: string;
  /** The turn's user message; without it, the newest page is read and the turn found in it. */
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
  readonly rest: StoredTruth;
}

/**
 * Looks at the server's store: the status first, then the messages, for the other order can pair an unfinished message
 * with the idle that followed it. Emits once and completes; errors as the requests do, with `TimeoutError` after 10 s.
 */
export const look = (hub: Hub, options: LookOptions): Observable<Sight> =>
  isBusy(hub, options).pipe(
    concatMap(busy =>
      forkJoin({
        busy: of(busy),
        messages: readBack(hub, options),
        rest: options.full ? lookAround(hub, options) : of({}),
      }),
    ),
    timeout({
      first: LOOK_TIMEOUT,
      with: () =>
        throwError(() => new TimeoutError(`session ${options.sessionID}: no answer within ${LOOK_TIMEOUT} ms`)),
    }),
  );

const isBusy = ({ http }: Hub, { sessionID }: LookOptions): Observable<boolean> =>
  sessionStatus(http).pipe(
    map(statuses => {
      const status = statuses[sessionID];
      return status !== undefined && status.type !== 'idle';
    }),
  );

/** Reads pages back until the turn's user message is in. */
function readBack({ http }: Hub, { sessionID, messageID }: LookOptions): Observable<Sight['messages']> {
  const page = (before?: string) =>
    getMessages(http, sessionID, before === undefined ? { limit: PAGE } : { limit: PAGE, before });
  const isEnough = (read: MessagePage) => read.nextCursor === undefined || holdsTurn(read, messageID);
  return page().pipe(
    expand(read => (isEnough(read) ? EMPTY : page(read.nextCursor))),
    reduce<MessagePage, readonly MessageWithParts[]>((later, earlier) => [...earlier, ...later], []),
    catchError((error: unknown) =>
      error instanceof BadRequestError && !(error instanceof SessionNotFoundError)
        ? of(undefined)
        : throwError(() => error),
    ),
  );
}

const holdsTurn = (page: MessagePage, messageID: string | undefined): boolean =>
  messageID === undefined
    ? page.some(({ info }) => info.role === 'user')
    : page.some(({ info }) => info.id === messageID);

/** What cannot be had is left out: old servers lack some of it, and the messages are what decides. */
const lookAround = (hub: Hub, options: LookOptions): Observable<StoredTruth> =>
  forkJoin({
    todos: orNothing(todos(hub.http, options.sessionID)),
    questions: orNothing(listQuestions(hub.http).pipe(concatMap(list => ofFamily(hub, options, list)))),
    permissions: orNothing(listPermissions(hub.http).pipe(concatMap(list => ofFamily(hub, options, list)))),
  }).pipe(map(present));

const orNothing = <T>(source: Observable<T>): Observable<T | undefined> =>
  source.pipe(
    timeout({ first: SIDE_TIMEOUT, with: () => of(undefined) }),
    catchError(() => of(undefined)),
  );

/** Those of the requests that are the session's, or a descendant's. */
const ofFamily = <T extends { readonly sessionID?: string }>(
  { lineage }: Hub,
  { sessionID, includeChildren }: LookOptions,
  requests: readonly T[],
): Observable<readonly T[]> =>
  from(requests).pipe(
    mergeMap(request => {
      if (request.sessionID === sessionID) return of(request);
      if (!includeChildren || request.sessionID === undefined) return EMPTY;
      return lineage.family(request.sessionID).pipe(
        filter(family => family.includes(sessionID)),
        map(() => request),
      );
    }),
    toArray(),
  );
