import {
  catchError,
  debounceTime,
  EMPTY,
  ignoreElements,
  map,
  merge,
  NEVER,
  of,
  ReplaySubject,
  retry,
  Subject,
  switchMap,
  take,
  takeUntil,
  tap,
  type Observable,
} from 'rxjs';
import { SessionNotFoundError } from '../../errors.js';
import { reuse, reuseItems } from '../../reply/same-value.js';
import { canonicalTodos } from '../../reply/todo.js';
import { childrenOf } from '../../turn/hub/address.js';
import type { Hub } from '../../turn/hub/hub.js';
import { route } from '../../turn/hub/router.js';
import type { FileDiff, OpencodeEvent, Session, SessionStatus, Todo } from '../../wire/index.js';
import { collection } from '../standing/collection.js';
import { readEarlier } from '../transcript/history.js';
import { latest, type Source } from '../standing/latest.js';
import { Outbox } from './outbox.js';
import { shared, sharedView, type SharedViewOptions } from '../standing/shared-view.js';
import { diffIn, IDLE, infoIn, slicesOf, statusIn, todosIn, type Slice } from './slices.js';
import { triedAnew, type Change } from '../standing/standing.js';
import { transcriptView } from '../transcript/transcript-view.js';
import type { LiveMessage } from '../transcript/live-message.js';
import type { Transcript } from '../transcript/transcript.js';
import { takeEarlier } from '../transcript/truth.js';
import { Troubles } from '../standing/troubles.js';

/** Milliseconds after which messages that were removed one after the other are all gone. */
const LOSSES = 250;

/** What all the views of one session of a client share, for as long as one of them is watched. */
export class SessionCore {
  readonly troubles = new Troubles();
  readonly outbox = new Outbox();
  readonly info$: Observable<Session>;
  readonly status$: Observable<SessionStatus>;
  readonly todos$: Observable<readonly Todo[]>;
  readonly diff$: Observable<readonly FileDiff[]>;
  readonly children$: Observable<readonly Session[]>;
  readonly messages$: Observable<readonly LiveMessage[]>;
  readonly transcript$: Observable<Transcript>;
  private readonly eventsOf: (slice: Slice) => Observable<OpencodeEvent>;
  private readonly pages$ = new Subject<Change<Transcript>>();
  private readonly gone$ = new ReplaySubject<void>(1);

  constructor(
    private readonly hub: Hub,
    private readonly sessionID: string,
  ) {
    const { store } = hub;
    this.eventsOf = this.routed();
    const info = { told: infoIn, read: () => store.session(sessionID), renew: reuse<Session> };
    this.info$ = this.latest('info', info, this.eventsOf('losses').pipe(debounceTime(LOSSES)));
    this.status$ = this.latest('status', { told: statusIn, read: () => this.readStatus(), renew: reuse });
    this.todos$ = this.latest('todos', { told: todosIn, read: () => this.readTodos(), renew: reuseItems });
    this.diff$ = this.latest('diff', { told: diffIn, read: () => store.diff(sessionID), renew: reuseItems });
    this.children$ = this.view({
      name: 'children',
      events$: merge(hub.eventsOf(childrenOf(sessionID)), this.eventsOf('life')),
      keeping: collection(() => store.children(sessionID)),
      select: ({ sessions, loaded }) => (loaded ? sessions : undefined),
    });
    const heard = { messages$: this.eventsOf('messages'), rests$: this.eventsOf('rest') };
    this.transcript$ = this.view(transcriptView(hub, sessionID, heard, this.pages$));
    const messages$ = this.outbox.shown(this.transcript$.pipe(map(({ messages }) => messages)));
    this.messages$ = shared(messages$.pipe(takeUntil(this.gone$)));
  }

  /** What another source says of the session, until that is gone. */
  whileThere<T>(source: Observable<T>): Observable<T> {
    const ear$ = this.eventsOf('life').pipe(retry({ delay: () => triedAnew(this.hub) }), ignoreElements());
    return merge(source, ear$).pipe(takeUntil(this.gone$));
  }

  /** Reads one more page of earlier messages, and tells whether there are still more. */
  loadEarlier(): Observable<boolean> {
    const page$ = this.transcript$.pipe(
      take(1),
      switchMap(({ before }) => (before === undefined ? of(undefined) : this.readPage(before))),
      map(before => before !== undefined),
    );
    return merge(page$, this.transcript$.pipe(ignoreElements())).pipe(take(1));
  }

  private readPage(before: string): Observable<string | undefined> {
    const meanwhile: OpencodeEvent[] = [];
    const ear$ = this.eventsOf('messages').pipe(
      tap(event => meanwhile.push(event)),
      catchError(() => EMPTY),
      ignoreElements(),
    );
    const page$ = readEarlier(this.hub.store, this.sessionID, before).pipe(
      tap(page => {
        this.pages$.next(transcript => takeEarlier(transcript, page, meanwhile));
      }),
      map(page => page.before),
    );
    return merge(page$, ear$).pipe(take(1));
  }

  private readStatus(): Observable<SessionStatus> {
    return this.hub.store
      .statuses()
      .pipe(map(statuses => (Object.hasOwn(statuses, this.sessionID) ? statuses[this.sessionID] : undefined) ?? IDLE));
  }

  private readTodos(): Observable<readonly Todo[]> {
    return this.hub.store.todos(this.sessionID).pipe(map(canonicalTodos));
  }

  /** The session's events by what they tell of; its deletion ends all views. */
  private routed(): (slice: Slice) => Observable<OpencodeEvent> {
    const addressed$ = this.hub.runsOf(this.sessionID).pipe(
      tap(([first]) => {
        if (first?.type === 'session.deleted')
          this.end(new SessionNotFoundError(`session ${this.sessionID} was deleted`));
      }),
      map(run => ({ values: run, keys: slicesOf(run[0]) })),
    );
    return route<OpencodeEvent>(addressed$).valuesOf;
  }

  private latest<T>(name: Slice, source: Source<T>, stirs$: Observable<unknown> = NEVER): Observable<T> {
    const told = { name, events$: this.eventsOf(name), keeping: latest(source) };
    return this.view({ ...told, stirs$, select: ({ value }) => value });
  }

  private view<State, Truth, Value>(
    options: Omit<SharedViewOptions<State, Truth, Value>, 'hub' | 'troubles'>,
  ): Observable<Value> {
    const { hub, troubles } = this;
    return sharedView({ ...options, hub, troubles }).pipe(
      catchError((error: unknown) => {
        if (!(error instanceof SessionNotFoundError)) throw error;
        this.end(error);
        return EMPTY;
      }),
      takeUntil(this.gone$),
    );
  }

  private end(error: SessionNotFoundError): void {
    this.troubles.end(error);
    this.gone$.next();
  }
}
