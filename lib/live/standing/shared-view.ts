import { defer, distinctUntilChanged, filter, finalize, map, shareReplay, Subject, type Observable } from 'rxjs';
import type { Hub } from '../../turn/hub/hub.js';
import type { OpencodeEvent } from '../../wire/index.js';
import { standing, type Change, type Keeping, type Place } from './standing.js';
import type { Troubles } from './troubles.js';

/** What a shared view is of. */
export interface SharedViewOptions<State, Truth, Value> {
  readonly hub: Hub;
  readonly troubles: Troubles;
  /** For the troubles. */
  readonly name: string;
  readonly events$: Observable<OpencodeEvent>;
  readonly keeping: Keeping<State, Truth>;
  /** What is shown of a state; `undefined`: nothing yet. */
  readonly select: (state: State) => Value | undefined;
  readonly stirs$?: Observable<unknown>;
  readonly more$?: Observable<Change<State>>;
}

/**
 * The value of a standing state, kept once for all who watch: at once for whoever comes later. The last who leaves takes
 * it along; whoever comes to a view whose connection was lost for good makes it try anew.
 */
export function sharedView<State, Truth, Value>(options: SharedViewOptions<State, Truth, Value>): Observable<Value> {
  const { name, troubles, select, keeping, more$ } = options;
  const arrivals$ = new Subject<void>();
  const place: Place = {
    ...options,
    arrivals$,
    report: error => {
      troubles.report(name, error);
    },
  };
  const value$ = standing(place, keeping, more$).pipe(
    map(select),
    filter(value => value !== undefined),
    distinctUntilChanged(),
    finalize(() => {
      troubles.report(name, undefined);
    }),
  );
  return arriving(arrivals$, shared(value$));
}

/** One subscription for all, the latest value at once. */
export const shared = <T>(source: Observable<T>): Observable<T> =>
  source.pipe(shareReplay({ bufferSize: 1, refCount: true }));

const arriving = <T>(arrivals$: Subject<void>, source: Observable<T>): Observable<T> =>
  defer(() => {
    arrivals$.next();
    return source;
  });
