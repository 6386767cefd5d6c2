import { catchError, EMPTY, filter, map, merge, mergeMap, share, tap, type Observable } from 'rxjs';
import type { ConnectionState } from '../../transport/connection-state.js';
import type { HttpContext } from '../../transport/http.js';
import { sessionIDOf, type OpencodeEvent } from '../../wire/index.js';
import { addressed, isAboutPrompt } from './address.js';
import { Lineage } from './lineage.js';
import { route, type Addressed } from './router.js';
import { storeReader, type StoreReader } from './store-reader.js';

/** The one event connection of a client, with its state. */
export interface EventConnection {
  readonly values$: Observable<OpencodeEvent>;
  readonly state$: Observable<ConnectionState>;
}

/** What a turn or a view needs of the client it belongs to. */
export interface Hub {
  readonly http: HttpContext;
  readonly connection$: Observable<ConnectionState>;
  /** Everything the server says, over the shared connection. */
  readonly events$: Observable<OpencodeEvent>;
  readonly lineage: Lineage;
  readonly store: StoreReader;
  /** Milliseconds of silence of a busy session after which the truth is fetched. */
  readonly reconcileInterval: number;
  /**
   * The events about one session, and the questions and permissions of its descendants, over the shared connection; or
   * the events of a topic. Opens it; completes and errors with it.
   */
  readonly eventsOf: (sessionIDOrTopic: string) => Observable<OpencodeEvent>;
}

/** Builds the hub of a client around its connection. */
export function createHub(http: HttpContext, connection: EventConnection, reconcileInterval: number): Hub {
  const store = storeReader(http);
  const lineage = new Lineage(sessionID => store.session(sessionID).pipe(map(({ parentID }) => parentID)));
  const events$ = connection.values$.pipe(
    tap(event => {
      lineage.learn(event);
    }),
    share(),
  );
  const addressed$ = merge(events$.pipe(map(event => addressed(lineage, event))), strays(lineage, events$));
  return {
    http,
    connection$: connection.state$,
    events$: connection.values$,
    lineage,
    store,
    reconcileInterval,
    eventsOf: route(addressed$),
  };
}

/** Prompts of a session whose family no event told of: handed on to its ancestors once the server has named them. */
const strays = (lineage: Lineage, events$: Observable<OpencodeEvent>): Observable<Addressed<OpencodeEvent>> =>
  events$.pipe(
    filter(isAboutPrompt),
    mergeMap(event => {
      const sessionID = sessionIDOf(event);
      if (sessionID === undefined || lineage.known(sessionID) !== undefined) return EMPTY;
      return lineage.family(sessionID).pipe(
        map(family => ({ value: event, keys: family.slice(1) })),
        catchError(() => EMPTY),
      );
    }),
  );
