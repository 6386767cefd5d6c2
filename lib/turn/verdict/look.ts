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
  toArray,
  type Observable,
} from 'rxjs';
import type { StoredTruth } from '../../reply/fold-event.js';
import { present } from '../../reply/present.js';
import { isRetryable } from '../../transport/retryable.js';
import type { MessageWithParts } from '../../wire/index.js';
import type { Hub } from '../hub/hub.js';
import type { Lineage } from '../hub/lineage.js';
import { readBack } from './read-back.js';

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
  isBusy(hub, options).pipe(
    concatMap(busy =>
      forkJoin({
        busy: of(busy),
        messages: readBack(hub.store, options),
        around: options.full ? lookAround(hub, options) : of({ rest: {}, isPartial: false }),
      }),
    ),
    map(({ around, ...sight }) => ({ ...sight, ...around })),
  );

const isBusy = ({ store }: Hub, { sessionID }: LookOptions): Observable<boolean> =>
  store.statuses().pipe(
    map(statuses => {
      const status = statuses[sessionID];
      return status !== undefined && status.type !== 'idle';
    }),
  );

/** What cannot be had is left out: old servers lack some of it, and the messages are what decides. */
function lookAround({ store, lineage }: Hub, options: LookOptions): Observable<Pick<Sight, 'rest' | 'isPartial'>> {
  let isPartial = false;
  const orNothing = <T>(read$: Observable<T>): Observable<T | undefined> =>
    read$.pipe(
      catchError((error: unknown) => {
        isPartial ||= isRetryable(error);
        return of(undefined);
      }),
    );
  return forkJoin({
    todos: orNothing(store.todos(options.sessionID)),
    questions: orNothing(store.questions().pipe(concatMap(list => ofFamily(lineage, options, list)))),
    permissions: orNothing(store.permissions().pipe(concatMap(list => ofFamily(lineage, options, list)))),
  }).pipe(map(rest => ({ rest: present(rest), isPartial })));
}

/** Those of the requests that are the session's, or a descendant's. */
const ofFamily = <T extends { readonly sessionID?: string }>(
  lineage: Lineage,
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
