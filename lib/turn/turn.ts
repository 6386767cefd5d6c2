import { asyncScheduler, Subject, tap, type Observable } from 'rxjs';
import { isTurnEvent, type FoldEvent } from '../reply/fold-event.js';
import { initialState, type FoldState } from '../reply/fold-state.js';
import { isOwnPrompt } from '../reply/ownership.js';
import { reduce } from '../reply/reduce.js';
import type { Reply } from '../reply/reply.js';
import type { AssistantMessage, WireError } from '../wire/index.js';
import { abortSession, type PromptBody } from '../rest/index.js';
import type { Hub } from './hub/hub.js';
import type { TurnOptions } from './turn-options.js';
import type { Verdict } from './verdict/verdict.js';

/**
 * How far the prompt has got. `unknown`: it may have reached the server, so it is never posted again, only looked for.
 */
export type TurnPhase = 'new' | 'posting' | 'accepted' | 'unknown';

const isRest = (event: FoldEvent): boolean =>
  event.type === 'session.idle' || (event.type === 'session.status' && event.properties.status.type === 'idle');

/** What a turn is about. */
export interface TurnPlan {
  readonly hub: Hub;
  readonly sessionID: string;
  /** The user message; an attached turn without one finds it by its first look. */
  readonly messageID: string | undefined;
  /** What to post; absent for an attached turn. */
  readonly prompt?: TurnPrompt;
  readonly options: TurnOptions;
}

/** A prompt that is to be posted once. */
export interface TurnPrompt {
  readonly body: PromptBody;
  /** The caller named the message: another process may have posted it already. */
  readonly mayExist: boolean;
  /** The turn is done when the server has accepted the prompt: nobody will answer. */
  readonly noReply: boolean;
}

/** How a turn ended; kept, so that whoever comes later hears the same. */
export type TurnEnd = { readonly error?: never } | { readonly error: unknown };

/**
 * One prompt and what became of it: everything that must outlive a subscription, so that leaving and coming back
 * goes on with the same turn. Only the parts of one run write to it.
 */
export class Turn {
  phase: TurnPhase;
  end: TurnEnd | undefined;
  /** Why it is not known whether the prompt arrived. */
  postError: unknown;
  /** The first error but an abort that the session reported since the prompt was sent; later ones carry a stack trace. */
  sessionError: WireError | undefined;
  /** Whether an abort of the session was heard of, or asked for here. */
  aborted = false;
  /** Whether the session spoke of an error, or came to rest over our stored prompt: the prompt may never run. */
  refused = false;
  /** Whether something may have gone unheard. */
  lost = false;
  /** How often the connection was lost. */
  gaps = 0;
  /** Whether the session was heard to be idle. */
  rested = false;
  /** Whether a message of the session was heard of: what it does comes our way. */
  isWithinHearing = false;
  /** Whether the next look shall also ask for todos and prompts. */
  wantsFullLook = false;
  failedLooks = 0;
  /** A verdict that must be confirmed, and since when it stands. */
  suspicion: { readonly verdict: Verdict; readonly since: number } | undefined;
  /** When something of the session was last heard, epoch ms. */
  lastHeard = 0;
  private abortAsked = false;
  private readonly recheck$ = new Subject<number>();
  private state: FoldState;

  constructor(readonly plan: TurnPlan) {
    const { sessionID, messageID, prompt } = plan;
    this.phase = prompt === undefined ? 'accepted' : 'new';
    const now = (): number => asyncScheduler.now();
    this.state = initialState({ scope: { sessionID, messageID }, now, gapped: prompt === undefined });
  }

  /** The newest snapshot. */
  get reply(): Reply {
    return this.state.reply;
  }

  /** The state of the fold, for the looks that must do without the store. */
  get folded(): FoldState {
    return this.state;
  }

  /** The id of the user message, as soon as it is known. */
  get messageID(): string | undefined {
    return this.state.ledger.scope?.messageID;
  }

  /** Whether this is one of the turn's answers, as far as is known. */
  isAnsweredBy(info: AssistantMessage): boolean {
    const { scope } = this.state.ledger;
    return scope !== undefined && isOwnPrompt(scope, info.parentID);
  }

  /** Whether the server has spoken of our user message. */
  get isStored(): boolean {
    const { messageID } = this;
    return messageID !== undefined && this.state.ledger.others.has(messageID);
  }

  /** Whether the prompt is known to have arrived: the server took it, or speaks of it, whatever became of the post. */
  get hasArrived(): boolean {
    return this.phase === 'accepted' || this.isStored || this.reply.status !== 'waiting';
  }

  /** When somebody asks for a look: in how many milliseconds. The latest wins. */
  get rechecks$(): Observable<number> {
    return this.recheck$.asObservable();
  }

  /** Asks for a look in so many milliseconds. */
  recheckIn(delay: number): void {
    this.recheck$.next(delay);
  }

  /** Folds an event in, and notes what a verdict may need to know of it. */
  hear(event: FoldEvent): FoldState {
    const wasStored = this.isStored;
    this.state = reduce(this.state, event);
    if (event.type === 'message.updated' && this.isStored && !wasStored) this.beginAnew();
    this.remember(event);
    return this.state;
  }

  /** Stops the agent. The server says nothing of it where no answer had begun, so that we must remember. */
  abort(): Observable<boolean> {
    const note = (): void => {
      this.abortAsked = true;
      this.aborted = true;
      this.recheckIn(0);
    };
    return abortSession(this.plan.hub.http, this.plan.sessionID).pipe(tap(note));
  }

  /** Ends for good with this error, and gives it back. */
  fail(error: unknown): unknown {
    this.end = { error };
    return error;
  }

  /** Our message is in store: what was heard until now was about the turn before. */
  private beginAnew(): void {
    this.aborted = this.abortAsked;
    this.sessionError = undefined;
    this.refused = false;
  }

  private remember(event: FoldEvent): void {
    if (event.type === 'turn.settled') this.end = {};
    else if (event.type === 'turn.gap') this.noteGap();
    else if (!isTurnEvent(event)) this.lastHeard = asyncScheduler.now();
    if (event.type.startsWith('message.')) this.isWithinHearing = true;
    this.noteRest(event);
    if (event.type === 'session.error' && this.phase !== 'new') this.rememberError(event.properties.error);
  }

  /** An abort that was heard before our message was is another turn's; that it is stored may now go unheard. */
  private noteGap(): void {
    this.lost = this.phase !== 'new';
    this.gaps += 1;
    this.wantsFullLook ||= this.lost;
    if (!this.isStored) this.aborted = this.abortAsked;
  }

  /** A session that works, or speaks of a message, rests no more. */
  private noteRest(event: FoldEvent): void {
    const rests = isRest(event);
    if (rests || event.type === 'session.status' || event.type === 'message.updated') this.rested = rests;
    this.refused ||= rests && this.isStored;
  }

  /** An abort says nothing of why a prompt never ran: it may be the one of the turn before. */
  private rememberError(error: WireError | undefined): void {
    if (error?.name === 'MessageAbortedError') {
      this.aborted = true;
      return;
    }
    this.sessionError ??= error;
    this.refused = true;
  }
}
