import {
  catchError,
  debounceTime,
  distinctUntilChanged,
  EMPTY,
  filter,
  map,
  NEVER,
  Subject,
  throwError,
  type Observable,
} from 'rxjs';
import { SessionNotFoundError } from '../errors.js';
import type { PendingPrompt } from '../reply/prompts.js';
import { reuse } from '../reply/same-value.js';
import { requireText } from '../rest/index.js';
import { PROMPTS, SESSIONS, STATUSES } from '../turn/hub/address.js';
import type { Hub } from '../turn/hub/hub.js';
import type { OpencodeEvent, Part, PromptTool, Session, SessionStatuses, ToolPart } from '../wire/index.js';
import { attention, type Attention } from './attention/attention.js';
import { collection } from './standing/collection.js';
import { each } from './standing/each.js';
import { Keyed } from './standing/keyed.js';
import { latest } from './standing/latest.js';
import { LiveView } from './live-view.js';
import { promptBoard, withFamily } from './attention/prompt-board.js';
import { SessionCore } from './session/session-core.js';
import { SessionView, type SessionViewContext } from './session/session-view.js';
import { shared, sharedView } from './standing/shared-view.js';
import { standing, type Keeping } from './standing/standing.js';
import { statusBoard } from './statuses.js';
import { Troubles } from './standing/troubles.js';

/** Milliseconds after which a session that came to rest, and had asked something, is looked at again. */
const AFTER_REST = 250;

/** The live views of one client. Holds memory only for what is watched. */
export class LiveViews {
  readonly sessions$: LiveView<readonly Session[]>;
  readonly statuses$: LiveView<SessionStatuses>;
  readonly attention$: LiveView<readonly Attention[]>;
  private readonly context: SessionViewContext;

  constructor(hub: Hub) {
    const cores = new Keyed(sessionID => new SessionCore(hub, sessionID));
    const { store } = hub;
    this.sessions$ = topicView(
      hub,
      SESSIONS,
      collection(() => store.sessions()),
      ({ sessions }) => sessions,
    );
    this.statuses$ = topicView(
      hub,
      STATUSES,
      statusBoard(() => store.statuses()),
      ({ statuses }) => statuses,
    );
    const troubles = new Troubles();
    const board$ = waitingPrompts(hub, troubles);
    this.context = {
      hub,
      cores,
      waiting$: shared(board$.pipe(each(prompt => withFamily(hub.lineage, prompt)))),
      waitingError$: troubles.error$,
    };
    this.attention$ = LiveView.of(shared(attended(hub, cores, board$)), troubles.error$);
  }

  session(sessionID: string): SessionView {
    requireText('session', 'sessionID', sessionID);
    return SessionView.of(sessionID, this.context);
  }
}

/** A view of something that is read whole and heard of under a topic. */
function topicView<State extends { readonly loaded: boolean }, Truth, Value>(
  hub: Hub,
  topic: string,
  keeping: Keeping<State, Truth>,
  valueOf: (state: State) => Value,
): LiveView<Value> {
  const troubles = new Troubles();
  const value$ = sharedView({
    ...{ hub, troubles, keeping, name: topic },
    events$: hub.eventsOf(topic),
    select: state => (state.loaded ? valueOf(state) : undefined),
  });
  return LiveView.of(value$, troubles.error$);
}

/** What waits for a human, what was asked first first. */
function waitingPrompts(hub: Hub, troubles: Troubles): Observable<readonly PendingPrompt[]> {
  const calmed$ = new Subject<number>();
  const board$ = sharedView({
    ...{ hub, troubles, name: 'prompts' },
    events$: hub.eventsOf(PROMPTS),
    keeping: promptBoard(hub.store),
    select: ({ prompts, loaded, calmed }) => {
      calmed$.next(calmed);
      return loaded ? prompts.pending : undefined;
    },
    stirs$: calmed$.pipe(distinctUntilChanged(), filter(Boolean), debounceTime(AFTER_REST)),
  });
  return board$.pipe(map(pending => pending.toSorted((one, other) => one.askedAt - other.askedAt)));
}

/** What waits, with its session and tool call as soon as they are known. */
function attended(
  hub: Hub,
  cores: Keyed<SessionCore>,
  board$: Observable<readonly PendingPrompt[]>,
): Observable<readonly Attention[]> {
  const session$ = (sessionID: string) => cores.using(sessionID, core => core.info$);
  const details = { session$, toolPart$: (sessionID: string, call: PromptTool) => toolPart(hub, sessionID, call) };
  return board$.pipe(each(prompt => attention(hub, prompt, details)));
}

/** A tool call, as soon as it was heard of or read. What fails is left out: it is only a detail. */
function toolPart(hub: Hub, sessionID: string, call: PromptTool): Observable<ToolPart> {
  const isMeant = (part: Part): part is ToolPart =>
    part.type === 'tool' && part.messageID === call.messageID && part.callID === call.callID;
  const told = (event: OpencodeEvent): ToolPart | undefined =>
    event.type === 'message.part.updated' && isMeant(event.properties.part) ? event.properties.part : undefined;
  const read = (): Observable<ToolPart> =>
    hub.store.message(sessionID, call.messageID).pipe(
      map(({ parts }) => parts.find(isMeant)),
      filter(part => part !== undefined),
    );
  const place = { hub, events$: hub.eventsOf(sessionID), report: () => undefined, arrivals$: NEVER };
  return standing(place, latest({ told, read, renew: reuse<ToolPart> })).pipe(
    map(({ value }) => value),
    filter(value => value !== undefined),
    catchError((error: unknown) => (error instanceof SessionNotFoundError ? EMPTY : throwError(() => error))),
  );
}
