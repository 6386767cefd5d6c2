import {
  catchError,
  concatMap,
  EMPTY,
  filter,
  map,
  mergeMap,
  pipe,
  type Observable,
  type OperatorFunction,
} from 'rxjs';
import type { ConnectionState } from '../../transport/connection-state.js';
import type { HttpContext } from '../../transport/http.js';
import { sessionIDOf, type OpencodeEvent } from '../../wire/index.js';
import { addressed, EVERYTHING, type AddressedRun } from './address.js';
import type { EventBatch } from './event-connection.js';
import { Lineage } from './lineage.js';
import { route, type Addressed } from './router.js';
import { silencesOf, type Silences } from './silences.js';
import { storeReader, type StoreReader } from './store-reader.js';

/** The one event connection of a client, with its state. */
export interface EventConnection {
  readonly values$: Observable<EventBatch>;
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
  /** When there was no news of a session for so long that the truth is fetched. */
  readonly silences: Silences;
  /**
   * The events about one session, and the questions and permissions of its descendants, over the shared connection; or
   * the events of a topic. Opens it; completes and errors with it.
   */
  readonly eventsOf: (sessionIDOrTopic: string) => Observable<OpencodeEvent>;
  /** As `eventsOf`, with deltas that came together together: for those whose work is then less. Never an empty one. */
  readonly runsOf: (sessionIDOrTopic: string) => Observable<EventBatch>;
}

/** Builds the hub of a client around its connection. */
export function createHub(http: HttpContext, connection: EventConnection, reconcileInterval: number): Hub {
  const store = storeReader(http);
  const lineage = new Lineage(sessionID => store.session(sessionID).pipe(map(({ parentID }) => parentID)));
  const addressed$ = connection.values$.pipe(concatMap(batch => addressed(lineage, batch)));
  const { runsOf, valuesOf: eventsOf } = route(addressed$, strays(lineage));
  return {
    http,
    connection$: connection.state$,
    events$: eventsOf(EVERYTHING),
    lineage,
    store,
    silences: silencesOf(reconcileInterval),
    eventsOf,
    runsOf,
  };
}

/** Prompts of a session whose family no event told of: handed on to its ancestors once the server has named them. */
const strays = (lineage: Lineage): OperatorFunction<AddressedRun, Addressed<OpencodeEvent>> =>
  pipe(
    filter(({ isStray }) => isStray),
    mergeMap(({ values }) => {
      const sessionID = values[0] && sessionIDOf(values[0]);
      return sessionID === undefined
        ? EMPTY
        : lineage.family(sessionID).pipe(
            map(family => ({ values, keys: family.slice(1) })),
            catchError(() => EMPTY),
          );
    }),
  );
