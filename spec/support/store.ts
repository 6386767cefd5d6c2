import type {
  Message,
  MessageWithParts,
  OpencodeEvent,
  Part,
  PermissionRequest,
  QuestionRequest,
  SessionStatus,
  Todo,
} from '../../lib/wire/index.js';
import { parentIDOf, sessionIDOf } from '../../lib/wire/index.js';

/** What a store knows of a session. */
export interface StoredSession {
  readonly id: string;
  readonly parentID?: string;
}

/**
 * What an OpenCode server has stored once it has said some events. Deltas are not stored: an open text is as its last
 * update said, which is empty unless the server sends the text so far (lib/wire/PROTOCOL.md § 4.2).
 *
 * What it gives away is never changed afterwards.
 */
export class Store {
  statuses: Readonly<Record<string, SessionStatus>> = {};
  questions: readonly QuestionRequest[] = [];
  permissions: readonly PermissionRequest[] = [];
  readonly #sessions = new Map<string, StoredSession>();
  readonly #messages = new Map<string, MessageWithParts>();
  readonly #todos = new Map<string, readonly Todo[]>();

  /** @param sessionIDs The sessions that were there before anything was said of them. */
  constructor(...sessionIDs: readonly string[]) {
    for (const id of sessionIDs) this.#sessions.set(id, { id });
  }

  /** The session, once anything was said of it. */
  session(sessionID: string): StoredSession | undefined {
    return this.#sessions.get(sessionID);
  }

  /** The messages of a session in the order they were made. */
  messages(sessionID: string): readonly MessageWithParts[] {
    return [...this.#messages.values()].filter(({ info }) => info.sessionID === sessionID);
  }

  message(messageID: string): MessageWithParts | undefined {
    return this.#messages.get(messageID);
  }

  todos(sessionID: string): readonly Todo[] {
    return this.#todos.get(sessionID) ?? [];
  }

  /** Stores what the event tells. */
  apply(event: OpencodeEvent): void {
    this.#meet(event);
    this.#applyToMessages(event);
    this.#applyToPrompts(event);
    const sessionID = sessionIDOf(event) ?? '';
    if (event.type === 'session.status') this.#setStatus(sessionID, event.properties.status);
    if (event.type === 'todo.updated') this.#todos.set(sessionID, event.properties.todos);
  }

  /** The server is killed and started again: what was not stored for good is gone. */
  restart(): void {
    this.statuses = {};
    this.questions = [];
    this.permissions = [];
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

  #meet(event: OpencodeEvent): void {
    const id = sessionIDOf(event);
    if (id === undefined) return;
    const parentID = parentIDOf(event);
    const known = this.#sessions.get(id) ?? { id };
    this.#sessions.set(id, parentID === undefined ? known : { ...known, parentID });
  }

  #setStatus(sessionID: string, status: SessionStatus): void {
    const others = Object.entries(this.statuses).filter(([id]) => id !== sessionID);
    this.statuses = Object.fromEntries(status.type === 'idle' ? others : [...others, [sessionID, status]]);
  }

  #putMessage(info: Message): void {
    this.#messages.set(info.id, { info, parts: this.#messages.get(info.id)?.parts ?? [] });
  }

  #putPart(part: Part): void {
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
