import type {
  MessageUpdated,
  PartAdded,
  PartChanged,
  PartFinalized,
  PermissionAsked,
  PermissionReplied,
  QuestionAsked,
  QuestionRejected,
  QuestionReplied,
  ReplyTransition,
  SessionErrored,
  SessionRetried,
  StepFinished,
  TodosChanged,
  ToolProgressed,
} from './transition.js';

/**
 * What one may want to hear of a reply, as methods: all optional, each called with the one transition of its name.
 * What a method throws errors the stream it was called from.
 */
export interface ReplyObserver {
  /** A part appeared. */
  partAdded?(transition: PartAdded): void;
  /** A text or reasoning part changed; mostly it grew by `delta`. */
  partChanged?(transition: PartChanged): void;
  /** A part reached its final form. */
  partFinalized?(transition: PartFinalized): void;
  /** A tool call advanced. */
  toolProgressed?(transition: ToolProgressed): void;
  /** A model step ended; once per step. */
  stepFinished?(transition: StepFinished): void;
  /** The provider is being tried again. */
  sessionRetried?(transition: SessionRetried): void;
  /** The session reported an error. */
  sessionErrored?(transition: SessionErrored): void;
  /** The server's record of an assistant message changed. */
  messageUpdated?(transition: MessageUpdated): void;
  /** The agent's todo list changed. */
  todosChanged?(transition: TodosChanged): void;
  /** The agent asks a question and waits. */
  questionAsked?(transition: QuestionAsked): void;
  /** A question was answered. */
  questionReplied?(transition: QuestionReplied): void;
  /** A question was dismissed. */
  questionRejected?(transition: QuestionRejected): void;
  /** A tool asks for permission and waits. */
  permissionAsked?(transition: PermissionAsked): void;
  /** A permission was decided. */
  permissionReplied?(transition: PermissionReplied): void;
}

type Methods = Partial<Record<ReplyTransition['type'], (transition: ReplyTransition) => void>>;

/** Calls the observer's method for this transition, when it has one. */
export function notifyObserver(observer: ReplyObserver, transition: ReplyTransition): void {
  (observer as Methods)[transition.type]?.(transition);
}
