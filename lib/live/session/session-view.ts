import { distinctUntilChanged, map, of, switchMap, type Observable } from 'rxjs';
import type { OpencodeError } from '../../errors.js';
import { sameItems } from '../../reply/same-value.js';
import type { PromptText } from '../../rest/index.js';
import { ReplyStream } from '../../turn/reply-stream.js';
import { streamPlan, type StreamOptions } from '../../turn/plan.js';
import type { Hub } from '../../turn/hub/hub.js';
import type { FileDiff, PermissionRequest, QuestionRequest, Session, SessionStatus, Todo } from '../../wire/index.js';
import type { Keyed } from '../standing/keyed.js';
import { pendingMessage } from './outbox.js';
import type { Waiting } from '../attention/prompt-board.js';
import type { SessionCore } from './session-core.js';
import type { LiveMessage } from '../transcript/live-message.js';

/** What a session view shares with the other views of its client. */
export interface SessionViewContext {
  readonly hub: Hub;
  readonly cores: Keyed<SessionCore>;
  /** Everything in the directory that waits for a human. */
  readonly waiting$: Observable<readonly Waiting[]>;
  readonly waitingError$: Observable<OpencodeError | undefined>;
}

/**
 * One session, live. Making one opens nothing; all views of one session of a client share what they read and hear.
 *
 * Every member is state, over the client's event connection: the present value at once if somebody watches already,
 * else when the server has answered; then each change, untouched items keeping identity. Each completes when the session
 * is deleted, and when a read finds that it is not there, which the server does not say of its status, its diff and
 * what is pending: watch another member beside these to know. Each errors only when the client is closed (other failures
 * are told by `error$`, beside the last good value). Unsubscribing the last frees everything.
 */
export class SessionView {
  /** The server's own record: title, directory, cost, tokens, what is reverted, … */
  readonly info$: Observable<Session>;
  /** What the session does: `idle`, `busy`, or `retry` with its attempt. One that waits for a human is `busy`. */
  readonly status$: Observable<SessionStatus>;
  /**
   * The messages with their parts, oldest first, as the server has them; a text grows while it is being said. At first
   * the newest 50: `loadEarlier()` brings more. What was sent by `stream()` is there at once, marked `pending`.
   */
  readonly messages$: Observable<readonly LiveMessage[]>;
  /** Whether there are messages before the first of `messages$`. */
  readonly hasEarlier$: Observable<boolean>;
  /** The agent's todo list, with canonical statuses. */
  readonly todos$: Observable<readonly Todo[]>;
  /** The questions of the session and its descendants that wait for an answer. */
  readonly pendingQuestions$: Observable<readonly QuestionRequest[]>;
  /** The permissions that the session and its descendants wait for. */
  readonly pendingPermissions$: Observable<readonly PermissionRequest[]>;
  /**
   * What the server says the session has changed in files. 1.18.33 says so of a revert only (`lib/wire/PROTOCOL.md`
   * § 7.8): what a turn changed is in its user message, `info.summary.diffs`.
   */
  readonly diff$: Observable<readonly FileDiff[]>;
  /** The sessions that `task` tools of this one run, the one that changed last first. */
  readonly children$: Observable<readonly Session[]>;
  /**
   * The last failure that was not made good since, or `undefined`: at once, then each change. That a session is gone is
   * the last word to those who watch then. Opens nothing, never errors.
   */
  readonly error$: Observable<OpencodeError | undefined>;

  private constructor(
    /** The session that is viewed. */
    readonly sessionID: string,
    private readonly context: SessionViewContext,
  ) {
    this.info$ = this.using(core => core.info$);
    this.status$ = this.using(core => core.status$);
    this.messages$ = this.using(core => core.messages$);
    this.hasEarlier$ = this.using(({ transcript$ }) =>
      transcript$.pipe(map(({ before }) => before !== undefined)),
    ).pipe(distinctUntilChanged());
    this.todos$ = this.using(core => core.todos$);
    this.diff$ = this.using(core => core.diff$);
    this.children$ = this.using(core => core.children$);
    this.pendingQuestions$ = this.pending(({ kind, request }) => (kind === 'question' ? [request] : []));
    this.pendingPermissions$ = this.pending(({ kind, request }) => (kind === 'permission' ? [request] : []));
    this.error$ = this.using(({ troubles }) => troubles.error$).pipe(
      switchMap(own => (own === undefined ? context.waitingError$ : of(own))),
      distinctUntilChanged(),
    );
  }

  /** @internal Made by `client.session()`. */
  static of(sessionID: string, context: SessionViewContext): SessionView {
    return new SessionView(sessionID, context);
  }

  /**
   * Reads one more page of earlier messages (50) into `messages$`, and tells whether there are still more.
   *
   * Cold: one request per subscription, one value, then complete. Errors as the request does; unsubscribing aborts it.
   * What was read stays for as long as `messages$` is watched.
   */
  loadEarlier(): Observable<boolean> {
    return this.using(core => core.loadEarlier());
  }

  /**
   * As `client.stream(sessionID, …)`, and the message shows in `messages$` from the subscription on, marked `pending`
   * until the server tells of it. It goes away when the turn errors, or is left, before the server has it. Throws a
   * `TypeError` that names the option at fault.
   */
  stream(text: PromptText, options: StreamOptions = {}): ReplyStream {
    const plan = streamPlan(this.context.hub, this.sessionID, text, options);
    return ReplyStream.of(plan, (turn, run$) =>
      this.using(({ outbox }) => run$.pipe(outbox.showing(pendingMessage(plan), turn))),
    );
  }

  private using<R>(use: (core: SessionCore) => Observable<R>): Observable<R> {
    return this.context.cores.using(this.sessionID, use);
  }

  private pending<T>(requestsOf: (prompt: Waiting['prompt']) => readonly T[]): Observable<readonly T[]> {
    const own$ = this.context.waiting$.pipe(
      map(waiting => waiting.filter(({ family }) => family.includes(this.sessionID))),
      map(waiting => waiting.flatMap(({ prompt }) => requestsOf(prompt))),
      distinctUntilChanged((before, now) => sameItems(before, now) === before),
    );
    return this.using(core => core.whileThere(own$));
  }
}
