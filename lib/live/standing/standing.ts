import {
  catchError,
  concat,
  defer,
  distinctUntilChanged,
  filter,
  map,
  merge,
  NEVER,
  of,
  retry,
  Subject,
  switchMap,
  tap,
  timer,
  type Observable,
} from 'rxjs';
import { OpencodeError, SessionNotFoundError } from '../../errors.js';
import { backoff } from '../../transport/backoff.js';
import { isRetryable } from '../../transport/retryable.js';
import { breaks, opens, whileOpen } from '../../turn/hub/epochs.js';
import type { Hub } from '../../turn/hub/hub.js';
import { singleFlight } from '../../turn/single-flight.js';
import type { OpencodeEvent } from '../../wire/index.js';

/** How a view keeps its state: a pure fold of what is heard and what is read. */
export interface Keeping<State, Truth> {
  /** Before anything was read. */
  readonly start: State;
  readonly hear: (state: State, event: OpencodeEvent) => State;
  /** Something may have gone unheard. */
  readonly miss?: (state: State) => State;
  /** A read begins: whatever is heard from now on is newer than its answer. */
  readonly fence: (state: State) => State;
  readonly read: (state: State) => Observable<Truth>;
  /** The answer. */
  readonly take: (state: State, truth: Truth) => State;
  /** The read is over, whether it was answered or failed. */
  readonly unfence?: (state: State) => State;
}

/** Where a view stands, and whom it tells of its troubles. */
export interface Place {
  readonly hub: Hub;
  /** What the view wants to hear. */
  readonly events$: Observable<OpencodeEvent>;
  /** The last failure, or `undefined` when a read has succeeded. */
  readonly report: (error: OpencodeError | undefined) => void;
  /** Somebody came to a view that has lost its connection for good: tries anew. */
  readonly arrivals$: Observable<unknown>;
  /** What else calls for a read, beside the connection that opens. */
  readonly stirs$?: Observable<unknown>;
}

/** What happens to a state. */
export type Change<State> = (state: State) => State;

/**
 * The state of a view: what the server has, read once the event connection is open and again after each break, and what
 * it has said since; `more$` is what else happens to it.
 *
 * Emits each state, the first ones before anything was read. A read that fails is reported, and tried again where that
 * may help; a connection that is lost for good is reported, and waited for. Never completes; errors when the client is
 * closed, and with `SessionNotFoundError`. Unsubscribing leaves nothing behind.
 */
export const standing = <State, Truth>(
  place: Place,
  keeping: Keeping<State, Truth>,
  more$: Observable<Change<State>> = NEVER,
): Observable<State> =>
  defer(() => {
    let state = keeping.start;
    const news$ = place.events$.pipe(
      map(
        (event): Change<State> =>
          before =>
            keeping.hear(before, event),
      ),
    );
    const misses$ = breaks(place.hub.connection$).pipe(map((): Change<State> => keeping.miss ?? same));
    return merge(
      news$.pipe(retry({ delay: error => revival(place, error) })),
      misses$,
      more$,
      reads(place, keeping, () => state),
    ).pipe(
      map(change => (state = change(state))),
      distinctUntilChanged(),
    );
  });

const same = <T>(value: T): T => value;

/** When the event connection that was lost for good is worth another try: somebody tries it, or comes to the view. */
function revival({ hub, report, arrivals$ }: Place, error: unknown): Observable<unknown> {
  report(asOpencodeError(error));
  return merge(triedAnew(hub), arrivals$);
}

/** When somebody tries the connection that was lost for good. Errors when the client is closed. */
export const triedAnew = ({ http, connection$ }: Hub): Observable<unknown> =>
  merge(http.closed$ ?? NEVER, connection$.pipe(filter(({ status }) => status !== 'failed')));

/** Reads when the connection opens, when something stirs, and again when that failed. */
const reads = <State, Truth>(
  place: Place,
  keeping: Keeping<State, Truth>,
  current: () => State,
): Observable<Change<State>> =>
  defer(() => {
    const { connection$ } = place.hub;
    const { fence, unfence = same } = keeping;
    const attempts = new Attempts(place);
    const answer$ = defer(() => keeping.read(current())).pipe(
      tap(() => {
        attempts.succeed();
      }),
      map(truth => taken(keeping, truth)),
      catchError((error: unknown) => {
        attempts.fail(error);
        return of<Change<State>>(unfence);
      }),
    );
    const read = () => whileOpen(connection$, () => concat(of<Change<State>>(fence), answer$));
    return merge(attempts.due$, stirrings(place), opens(connection$)).pipe(singleFlight(read));
  });

const taken =
  <State, Truth>({ take, unfence = same }: Keeping<State, Truth>, truth: Truth): Change<State> =>
  state =>
    unfence(take(state, truth));

/** Those that come over the event connection outlive its loss. */
const stirrings = ({ hub, stirs$ = NEVER }: Place): Observable<unknown> =>
  stirs$.pipe(retry({ delay: () => triedAnew(hub) }));

/** How the reads of one view went. */
class Attempts {
  private failures = 0;
  private readonly wanted$ = new Subject<number>();

  constructor(private readonly place: Place) {}

  /** When a read that failed is to be tried again. */
  get due$(): Observable<unknown> {
    return this.wanted$.pipe(switchMap(delay => timer(delay)));
  }

  succeed(): void {
    this.failures = 0;
    this.place.report(undefined);
  }

  /** Throws the error of a session that is gone: nobody waits for that. */
  fail(error: unknown): void {
    if (error instanceof SessionNotFoundError) throw error;
    this.place.report(asOpencodeError(error));
    if (isRetryable(error)) this.wanted$.next(backoff((this.failures += 1), Math.random));
  }
}

const asOpencodeError = (error: unknown): OpencodeError =>
  error instanceof OpencodeError ? error : new OpencodeError('The view could not be refreshed', { cause: error });
