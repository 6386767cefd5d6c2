import { asyncScheduler, EMPTY, tap, type Observable } from 'rxjs';
import type { FoldEvent } from '../reply/fold/event.js';
import { initialState, type FoldState } from '../reply/fold/state.js';
import { isOwnPrompt } from '../reply/fold/ownership.js';
import { reduce } from '../reply/fold/reduce.js';
import type { Reply } from '../reply/reply.js';
import type { Step } from '../reply/transition.js';
import type { AssistantMessage } from '../wire/index.js';
import { abortSession, type PromptBody } from '../rest/index.js';
import { Hearsay } from './hearsay.js';
import type { Hub } from './hub/hub.js';
import { Looks } from './looks.js';
import type { TurnOptions } from './turn-options.js';

/**
 * How far the prompt has got. `unknown`: it may have reached the server, so it is never posted again, only looked for.
 */
export type TurnPhase = 'new' | 'posting' | 'accepted' | 'unknown';

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
  /** The post of the prompt: completes, or errors, when it is answered. */
  post$: Observable<unknown> = EMPTY;
  /** Why it is not known whether the prompt arrived. */
  postError: unknown;
  /** What was heard of it beside what the fold keeps. */
  readonly heard = new Hearsay();
  readonly looks = new Looks();
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

  /** Folds in what was heard together, and notes what a verdict may need to know of it. Gives the steps this took. */
  hear(events: readonly FoldEvent[]): readonly Step[] {
    const [first] = events;
    if (first?.type === 'message.part.delta') return this.hearWords(events);
    return events.flatMap(event => this.hearOne(event));
  }

  /** Deltas come by the thousand, and no verdict needs to know of them but that they came. */
  private hearWords(deltas: readonly FoldEvent[]): readonly Step[] {
    this.heard.noteWords();
    const steps: Step[] = [];
    for (const delta of deltas) {
      this.state = reduce(this.state, delta);
      for (const step of this.state.steps) steps.push(step);
    }
    return steps;
  }

  private hearOne(event: FoldEvent): readonly Step[] {
    const wasStored = this.isStored;
    const isPosted = this.phase !== 'new';
    this.state = reduce(this.state, event);
    this.heard.note(event, { isPosted, isStored: this.isStored, wasStored });
    if (event.type === 'turn.settled') this.end = {};
    if (event.type === 'turn.gap') this.looks.wantsAll ||= isPosted;
    return this.state.steps;
  }

  /** Stops the agent. */
  abort(): Observable<boolean> {
    const note = (): void => {
      this.heard.noteAbort();
      this.looks.lookIn(0);
    };
    return abortSession(this.plan.hub.http, this.plan.sessionID).pipe(tap(note));
  }

  /** Ends for good with this error, and gives it back. */
  fail<E>(error: E): E {
    this.end = { error };
    return error;
  }
}
