import {
  sessionIDOf,
  type FileDiff,
  type Message,
  type MessageWithParts,
  type OpencodeEvent,
  type Part,
  type PermissionRequest,
  type QuestionRequest,
  type Session,
  type SessionStatus,
  type SessionStatuses,
  type Todo,
} from '../../wire/index.js';

/**
 * What an OpenCode server has stored once it has said some events. Deltas are not stored: an open text is as its last
 * update said, which is empty unless the server sends the text so far (`lib/wire/PROTOCOL.md` § 4.2).
 *
 * What it gives away is never changed afterwards.
 */
export class Store {
  /** What each session is doing; one that is not there is idle. */
  statuses: SessionStatuses = {};
  /** The questions that wait for an answer. */
  questions: readonly QuestionRequest[] = [];
  /** The permissions that wait for a decision. */
  permissions: readonly PermissionRequest[] = [];
  readonly #sessions = new Map<string, Session>();
  readonly #messages = new Map<string, MessageWithParts>();
  readonly #todos = new Map<string, readonly Todo[]>();
  readonly #diffs = new Map<string, readonly FileDiff[]>();
  readonly #grown = new Map<string, string>();
  readonly #deleted = new Set<string>();

  /** @param sessionIDs - The sessions that are there before anything is said of them. */
  constructor(...sessionIDs: readonly string[]) {
    for (const id of sessionIDs) this.#sessions.set(id, { id });
  }

  /** Every session, in the order they were made. */
  get sessions(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  /** The session, once anything was said of it. */
  session(sessionID: string): Session | undefined {
    return this.#sessions.get(sessionID);
  }

  /** The children of a session. */
  children(sessionID: string): readonly Session[] {
    return this.sessions.filter(({ parentID }) => parentID === sessionID);
  }

  /** The messages of a session in the order they were made. */
  messages(sessionID: string): readonly MessageWithParts[] {
    return [...this.#messages.values()].filter(({ info }) => info.sessionID === sessionID);
  }

  /** A message with its parts. */
  message(messageID: string): MessageWithParts | undefined {
    return this.#messages.get(messageID);
  }

  /** The todo list of a session. */
  todos(sessionID: string): readonly Todo[] {
    return this.#todos.get(sessionID) ?? [];
  }

  /** What a session changed in files. */
  diff(sessionID: string): readonly FileDiff[] {
    return this.#diffs.get(sessionID) ?? [];
  }

  /** What an open text has grown to, which the server does not tell whoever asks. */
  grown(partID: string): string {
    return this.#grown.get(partID) ?? '';
  }

  /** Stores what the event tells. */
  apply(event: OpencodeEvent): void {
    const sessionID = sessionIDOf(event);
    this.#applyToPrompts(event);
    if (event.type === 'session.created') this.#deleted.delete(event.properties.info.id);
    // What a deleted session still says is not stored.
    if (sessionID !== undefined && this.#deleted.has(sessionID)) return;
    this.#applyToSessions(event, sessionID);
    this.#applyToMessages(event);
  }

  /** The server is killed and started again: what was not stored for good is gone. */
  restart(): void {
    this.statuses = {};
    this.questions = [];
    this.permissions = [];
    this.#grown.clear();
  }

  #applyToSessions(event: OpencodeEvent, sessionID: string | undefined): void {
    if (sessionID === undefined) return;
    if (event.type === 'session.deleted') {
      this.#remove(sessionID);
      return;
    }
    if (event.type === 'session.created' || event.type === 'session.updated') {
      this.#sessions.set(sessionID, event.properties.info);
    } else if (!this.#sessions.has(sessionID)) this.#sessions.set(sessionID, { id: sessionID });
    if (event.type === 'session.status') this.#setStatus(sessionID, event.properties.status);
    if (event.type === 'session.diff') this.#diffs.set(sessionID, event.properties.diff);
    if (event.type === 'todo.updated') this.#todos.set(sessionID, event.properties.todos);
  }

  #applyToMessages(event: OpencodeEvent): void {
    switch (event.type) {
      case 'message.updated':
        this.#putMessage(event.properties.info);
        break;
      case 'message.removed':
        this.#messages.delete(event.properties.messageID);
        break;
      case 'message.part.updated':
        this.#putPart(event.properties.part);
        break;
      case 'message.part.delta':
        this.#grown.set(event.properties.partID, this.grown(event.properties.partID) + event.properties.delta);
        break;
      case 'message.part.removed':
        this.#removePart(event.properties.partID);
    }
  }

  #applyToPrompts(event: OpencodeEvent): void {
    switch (event.type) {
      case 'question.asked':
        this.questions = having(this.questions, event.properties);
        break;
      case 'permission.asked':
        this.permissions = having(this.permissions, event.properties);
        break;
      case 'question.replied':
      case 'question.rejected':
        this.questions = this.questions.filter(({ id }) => id !== event.properties.requestID);
        break;
      case 'permission.replied':
        this.permissions = this.permissions.filter(({ id }) => id !== event.properties.requestID);
    }
  }

  /** What it had asked stays in the lists of questions and permissions (`lib/wire/PROTOCOL.md` § 6). */
  #remove(sessionID: string): void {
    this.#sessions.delete(sessionID);
    this.#deleted.add(sessionID);
    this.#todos.delete(sessionID);
    this.#diffs.delete(sessionID);
    this.#setStatus(sessionID, { type: 'idle' });
    for (const { info } of this.messages(sessionID)) this.#messages.delete(info.id);
  }

  #setStatus(sessionID: string, status: SessionStatus): void {
    const others = Object.entries(this.statuses).filter(([id]) => id !== sessionID);
    this.statuses = Object.fromEntries(status.type === 'idle' ? others : [...others, [sessionID, status]]);
  }

  #putMessage(info: Message): void {
    this.#messages.set(info.id, { info, parts: this.#messages.get(info.id)?.parts ?? [] });
  }

  #putPart(part: Part): void {
    this.#grown.delete(part.id);
    const message = this.#messages.get(part.messageID);
    if (message === undefined) return;
    this.#messages.set(part.messageID, { ...message, parts: having(message.parts, part) });
  }

  #removePart(partID: string): void {
    for (const [id, message] of this.#messages) {
      const parts = message.parts.filter(part => part.id !== partID);
      if (parts.length < message.parts.length) this.#messages.set(id, { ...message, parts });
    }
  }
}

/** The list with this item: in the place of the one with its id, else at the end. */
function having<T extends { readonly id: string }>(items: readonly T[], item: T): readonly T[] {
  const at = items.findIndex(({ id }) => id === item.id);
  return at < 0 ? [...items, item] : items.with(at, item);
}
