import type {
  AssistantMessage,
  PermissionRequest,
  QuestionRequest,
  SessionRetry,
  Todo,
  WireError,
} from '../wire/index.js';
import type { PartList } from './part-list.js';
import type { Prompts } from './prompts.js';
import type { ReplyPart, ToolReplyPart } from './reply-part.js';
import { distill, joinedText, type ReplyResult } from './result.js';
import type { Usage } from './usage.js';
import type { TokenCount } from './tokens.js';

/**
 * How a reply stands. The first four are under way, the others are outcomes:
 * `waiting` nothing of it was heard yet · `working` · `retrying` the provider is being tried again · `blocked` a question
 * or permission waits for a human · `completed` · `aborted` · `failed` (`error` says why) · `interrupted` the server died
 * under it, nobody will finish it.
 */
export type ReplyStatus = 'waiting' | 'working' | 'retrying' | 'blocked' | ReplyOutcome;

/** How an ended reply ended. */
export type ReplyOutcome = 'completed' | 'aborted' | 'failed' | 'interrupted';

/** What the fold itself remembers of the status; `retrying` and `blocked` follow from it, the retry and the prompts. */
export type ReplyPhase = Exclude<ReplyStatus, 'retrying' | 'blocked'>;

/** Everything of a reply that a text delta leaves alone. */
export interface ReplyHead {
  readonly phase: ReplyPhase;
  readonly error: WireError | undefined;
  readonly absorbedBy: string | undefined;
  readonly retry: SessionRetry | undefined;
  readonly info: AssistantMessage | undefined;
  readonly usage: Usage;
  readonly todos: readonly Todo[];
  readonly prompts: Prompts;
}

/** A reply as plain data, ready to store; `distill(parts)` makes the texts again from the parts alone. */
export interface ReplyJSON extends ReplyResult {
  readonly status: ReplyStatus;
  readonly error?: WireError;
  /** The id of the user message that took the turn over. */
  readonly absorbedBy?: string;
  readonly retry?: SessionRetry;
  readonly info?: AssistantMessage;
  /** US dollars. */
  readonly cost: number;
  readonly tokens: TokenCount;
  readonly todos: readonly Todo[];
  readonly pendingQuestions: readonly QuestionRequest[];
  readonly pendingPermissions: readonly PermissionRequest[];
}

/**
 * An immutable snapshot of an assistant's reply. The same reference means that nothing changed; a branch that did not
 * change keeps its identity from snapshot to snapshot. What is joined (`fullText`, `parts`, …) is made when it is read.
 */
export class Reply {
  private constructor(
    private readonly list: PartList,
    private readonly head: ReplyHead,
  ) {}

  /** @internal Made by the fold. */
  static of(list: PartList, head: ReplyHead): Reply {
    return new Reply(list, head);
  }

  /** Text, reasoning, tools, files and patches, in the order the server stores them. */
  get parts(): readonly ReplyPart[] {
    return this.list.toArray();
  }

  /** The non-empty texts, joined with a blank line. */
  get fullText(): string {
    return joinedText(this.parts, 'text');
  }

  /** The non-empty reasoning texts, joined with a blank line. */
  get reasoningText(): string {
    return joinedText(this.parts, 'reasoning');
  }

  /** The tool calls that ended, `completed` or `error`. */
  get toolParts(): readonly ToolReplyPart[] {
    return this.list.endedTools;
  }

  /** How the reply stands; see {@link ReplyStatus}. */
  get status(): ReplyStatus {
    const { phase, retry } = this.head;
    if (phase !== 'waiting' && phase !== 'working') return phase;
    if (this.promptBlocked) return 'blocked';
    return retry === undefined ? phase : 'retrying';
  }

  /** The wire error `{name, data}` of an `aborted` or `failed` reply. */
  get error(): WireError | undefined {
    return this.head.error;
  }

  /** The id of the user message that took this turn over: its reply goes on there (lib/wire/PROTOCOL.md). */
  get absorbedBy(): string | undefined {
    return this.head.absorbedBy;
  }

  /** While the provider is being retried: the attempt, its reason, and when the next one starts (epoch ms). */
  get retry(): SessionRetry | undefined {
    return this.head.retry;
  }

  /** The server's own record of the newest assistant message of this reply. */
  get info(): AssistantMessage | undefined {
    return this.head.info;
  }

  /** What the reply has cost so far, in US dollars, each model step counted once. */
  get cost(): number {
    return this.head.usage.cost;
  }

  /** Tokens used so far, each model step counted once. */
  get tokens(): TokenCount {
    return this.head.usage.tokens;
  }

  /** The agent's todo list, with canonical statuses. */
  get todos(): readonly Todo[] {
    return this.head.todos;
  }

  /** Questions that wait for an answer, of this session and its descendants. */
  get pendingQuestions(): readonly QuestionRequest[] {
    return this.head.prompts.questions;
  }

  /** Permissions that wait for an answer, of this session and its descendants. */
  get pendingPermissions(): readonly PermissionRequest[] {
    return this.head.prompts.permissions;
  }

  /** The questions and permissions with the time they were asked, to find by request or by tool call. */
  get prompts(): Prompts {
    return this.head.prompts;
  }

  /** Whether a human is being waited for. */
  get promptBlocked(): boolean {
    return this.head.prompts.anyPending;
  }

  /** Whether any text (not reasoning) was seen. */
  get firstTextSeen(): boolean {
    return this.parts.some(part => part.type === 'text' && part.content !== '');
  }

  /** Parts and joined texts only; the same as `distill(reply.parts)`. */
  get result(): ReplyResult {
    return distill(this.parts);
  }

  /** Plain data, ready for `JSON.stringify` or a database. */
  toJSON(): ReplyJSON {
    const { status, error, absorbedBy, retry, info, cost, tokens, todos, pendingQuestions, pendingPermissions } = this;
    return {
      ...this.result,
      status,
      ...(error && { error }),
      ...(absorbedBy !== undefined && { absorbedBy }),
      ...(retry && { retry }),
      ...(info && { info }),
      cost,
      tokens,
      todos,
      pendingQuestions,
      pendingPermissions,
    };
  }
}
