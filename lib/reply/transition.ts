import type { AssistantMessage, PermissionRequest, QuestionRequest, Todo, Tokens, WireError } from '../wire/index.js';
import type { Reply } from './reply.js';
import type { ReplyPart, TextReplyPart, ToolReplyPart } from './reply-part.js';

/** A part appeared, at this index of the snapshot's `parts`. Never replayed for the same part. */
export interface PartAdded {
  readonly type: 'partAdded';
  readonly part: ReplyPart;
  readonly index: number;
}

/** A text or reasoning part changed. `delta` is there when its content grew by exactly that; else show it anew. */
export interface PartChanged {
  readonly type: 'partChanged';
  readonly part: TextReplyPart;
  readonly index: number;
  readonly delta?: string;
}

/** A part reached its final form; its content is the authoritative one, also where it differs from the deltas. */
export interface PartFinalized {
  readonly type: 'partFinalized';
  readonly part: ReplyPart;
  readonly index: number;
}

/** A tool call advanced, or its title, input, metadata or output changed. `raw` is what the server said. */
export interface ToolProgressed {
  readonly type: 'toolProgressed';
  readonly part: ToolReplyPart;
  readonly index: number;
  readonly status: string;
  readonly raw: unknown;
}

/** A model step ended: what it cost (US dollars) and used. Once per step. */
export interface StepFinished {
  readonly type: 'stepFinished';
  /** US dollars. */
  readonly cost: number;
  readonly tokens: Tokens | undefined;
}

/** The provider is being tried again. */
export interface SessionRetried {
  readonly type: 'sessionRetried';
  /** As the server counts, where it says. */
  readonly attempt: number | undefined;
  readonly message: string;
}

/** The session reported an error; `text` is `Name: message`. */
export interface SessionErrored {
  readonly type: 'sessionErrored';
  readonly text: string;
  readonly raw: WireError | undefined;
}

/** The server's record of an assistant message changed. */
export interface MessageUpdated {
  readonly type: 'messageUpdated';
  readonly info: AssistantMessage;
}

/** The agent's todo list changed. */
export interface TodosChanged {
  readonly type: 'todosChanged';
  readonly todos: readonly Todo[];
}

/** The agent asks a question and waits. `askedAt` is epoch ms by this machine's clock. */
export interface QuestionAsked {
  readonly type: 'questionAsked';
  readonly request: QuestionRequest;
  readonly askedAt: number;
}

/** A question was answered; `answers` is absent when that happened while the connection was down. */
export interface QuestionReplied {
  readonly type: 'questionReplied';
  readonly requestID: string;
  readonly answers?: readonly (readonly string[])[];
  /** When it was first heard of, epoch ms by this machine's clock. */
  readonly askedAt: number;
}

/** A question was dismissed. */
export interface QuestionRejected {
  readonly type: 'questionRejected';
  readonly requestID: string;
  /** When it was first heard of, epoch ms by this machine's clock. */
  readonly askedAt: number;
}

/** A tool asks for permission and waits. `askedAt` is epoch ms by this machine's clock. */
export interface PermissionAsked {
  readonly type: 'permissionAsked';
  readonly request: PermissionRequest;
  readonly askedAt: number;
}

/** A permission was decided; `reply` is absent when that happened while the connection was down. */
export interface PermissionReplied {
  readonly type: 'permissionReplied';
  readonly requestID: string;
  readonly reply?: string;
  /** When it was first heard of, epoch ms by this machine's clock. */
  readonly askedAt: number;
}

/** One thing that happened to a reply. `type` is the name of the {@link ReplyObserver} method that hears of it. */
export type ReplyTransition =
  | PartAdded
  | PartChanged
  | PartFinalized
  | ToolProgressed
  | StepFinished
  | SessionRetried
  | SessionErrored
  | MessageUpdated
  | TodosChanged
  | QuestionAsked
  | QuestionReplied
  | QuestionRejected
  | PermissionAsked
  | PermissionReplied;

/** A snapshot and what led to it. `transition` is absent when only the status or a flag of a part changed. */
export interface Step {
  readonly reply: Reply;
  readonly transition?: ReplyTransition;
}
