import { from, map, of, Subject, type Observable } from 'rxjs';
import { defaultFetch } from '#fetch';
import { OpencodeError } from './errors.js';
import { noInstrumentation } from './instrumentation.js';
import type { Attention } from './live/attention/attention.js';
import type { LiveView } from './live/live-view.js';
import { LiveViews } from './live/live-views.js';
import type { SessionView } from './live/session/session-view.js';
import {
  environment,
  resolveOptions,
  type OpencodeClientOptions,
  type RequestHeaders,
  type ResolvedOptions,
} from './options.js';
import { RestClient } from './rest/rest-client.js';
import type { PromptText } from './rest/index.js';
import type { Connection } from './transport/connection.js';
import type { ConnectionState } from './transport/connection-state.js';
import type { HttpContext } from './transport/http.js';
import { eventConnection, type EventBatch } from './turn/hub/event-connection.js';
import { createHub, type Hub } from './turn/hub/hub.js';
import { attachPlan, streamPlan, type AttachTurnOptions, type StreamOptions } from './turn/plan.js';
import { ReplyStream } from './turn/reply-stream.js';
import { followSession, type StreamEventsOptions } from './turn/stream-events.js';
import { responseError, type OpencodeEvent, type Session, type SessionStatuses } from './wire/index.js';

/**
 * A client of one OpenCode server. Making one opens nothing; clients share no state.
 *
 * It holds one event connection for everything that listens, opened by the first subscriber and closed after the last.
 */
export class OpencodeClient extends RestClient {
  /**
   * Everything the server says about the client's directory, typed.
   *
   * Producers: the one shared connection. First value: the next event; nothing is replayed. Never completes by itself; a
   * lost connection is replaced. Errors when it is lost for good (4xx but 429, an answer that is no event stream) or the client
   * was closed. Unsubscribing the last listener closes the socket.
   */
  readonly events$: Observable<OpencodeEvent>;

  /**
   * How the event connection is doing: at once, then each change. Opens nothing, never errors, completes when the client
   * is closed.
   */
  readonly connection$: Observable<ConnectionState>;

  /** Every session of the directory, children too, the one that changed last first. A live view: see {@link LiveView}. */
  readonly sessions$: LiveView<readonly Session[]>;

  /**
   * What the sessions of the directory are doing, by id: `busy`, or `retry` with its attempt; one that is not there is
   * idle. One that waits for a human is `busy`. A live view: see {@link LiveView}.
   */
  readonly statuses$: LiveView<SessionStatuses>;

  /**
   * Everything in the directory that waits for a human, of sessions at any depth, what was asked first first; each with
   * its session, its tool call, since when it waits, and the ways to answer it. A live view: see {@link LiveView}.
   */
  readonly attention$: LiveView<readonly Attention[]>;

  readonly #live: LiveViews;
  readonly #connection: Connection<EventBatch>;
  readonly #hub: Hub;
  readonly #closed$: Subject<never>;

  /** Throws a `TypeError` that names the option at fault. */
  constructor(options: OpencodeClientOptions = {}) {
    const resolved = resolveOptions(options, environment());
    const closed$ = new Subject<never>();
    super(contextOf(resolved, closed$));
    this.#closed$ = closed$;
    this.#connection = eventConnection(this.http, resolved);
    this.#hub = createHub(this.http, this.#connection, resolved.reconcileInterval);
    this.#live = new LiveViews(this.#hub);
    this.events$ = this.#hub.events$;
    this.connection$ = this.#connection.state$;
    this.sessions$ = this.#live.sessions$;
    this.statuses$ = this.#live.statuses$;
    this.attention$ = this.#live.attention$;
  }

  /**
   * One turn: posts the prompt when the stream is first subscribed and the event connection is up, exactly once, and
   * follows it to its end. Throws a `TypeError` that names the option at fault. See {@link ReplyStream}.
   */
  stream(sessionID: string, text: PromptText, options: StreamOptions = {}): ReplyStream {
    return ReplyStream.of(streamPlan(this.#hub, sessionID, text, options));
  }

  /**
   * Follows a turn that is under way, after a page was reloaded or in another process: the one with `messageID`, else
   * the one that runs, else the last one, whose final reply it gives. Posts nothing. See {@link ReplyStream}.
   */
  attach(sessionID: string, options: AttachTurnOptions = {}): ReplyStream {
    return ReplyStream.of(attachPlan(this.#hub, sessionID, options));
  }

  /** One session, live: its messages, status, todos, and what waits for a human. Opens nothing. See {@link SessionView}. */
  session(sessionID: string): SessionView {
    return this.#live.session(sessionID);
  }

  /**
   * One session's events, and its descendants' questions and permissions, until its turn ends.
   *
   * Producers: the shared connection. First value: the next event. Completes when the session has come to rest after
   * something was heard of it, or was found in the store after a break, by the same look at the store that ends a turn.
   * Errors as `events$`, and with `SessionNotFoundError`. Unsubscribing leaves nothing behind.
   */
  streamEvents(sessionID: string, options: StreamEventsOptions = {}): Observable<OpencodeEvent> {
    return followSession(this.#hub, sessionID, options);
  }

  /** Ends everything the client opened: streams and requests error with `OpencodeError`, and so does later use. */
  close(): void {
    const error = new OpencodeError('the client is closed');
    this.#closed$.error(error);
    this.#connection.close(error);
  }
}

function contextOf(options: ResolvedOptions, closed$: Observable<never>): HttpContext {
  const { baseUrl, baseQuery, authorization, headers, timeout } = options;
  const own = (given: RequestHeaders): RequestHeaders => ({ ...authorization, ...given });
  return {
    baseUrl,
    baseQuery,
    headers: () => (typeof headers === 'function' ? from(headers()) : of(headers)).pipe(map(own)),
    timeout,
    fetch: options.fetch ?? defaultFetch,
    instrumentation: options.instrumentation ?? noInstrumentation,
    toError: responseError,
    closed$,
  };
}
