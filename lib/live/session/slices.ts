import { canonicalTodos } from '../../reply/todo.js';
import type { FileDiff, OpencodeEvent, Session, SessionStatus, Todo } from '../../wire/index.js';

/** What the events of a session tell of; nothing is said of its `life` but the end. */
export type Slice = 'info' | 'status' | 'rest' | 'messages' | 'losses' | 'todos' | 'diff' | 'life';

const SLICES: ReadonlyMap<string, readonly Slice[]> = new Map<string, readonly Slice[]>([
  ['session.created', ['info']],
  ['session.updated', ['info']],
  ['session.status', ['status', 'rest']],
  ['session.idle', ['status', 'rest']],
  ['session.diff', ['diff']],
  ['todo.updated', ['todos']],
  ['message.updated', ['messages']],
  ['message.removed', ['messages', 'losses']],
  ['message.part.updated', ['messages']],
  ['message.part.delta', ['messages']],
  ['message.part.removed', ['messages']],
]);

const NONE: readonly Slice[] = [];

/** Which slices an event is for. */
export const slicesOf = (event: OpencodeEvent | undefined): readonly Slice[] => SLICES.get(event?.type ?? '') ?? NONE;

/** A session that rests; the server lists only those that work. */
export const IDLE: SessionStatus = { type: 'idle' };

/** The session, where an event tells of it. */
export const infoIn = (event: OpencodeEvent): Session | undefined =>
  event.type === 'session.created' || event.type === 'session.updated' ? event.properties.info : undefined;

/** What the session does, where an event tells. */
export function statusIn(event: OpencodeEvent): SessionStatus | undefined {
  if (event.type === 'session.idle') return IDLE;
  return event.type === 'session.status' ? event.properties.status : undefined;
}

/** The todo list, where an event tells of it. */
export const todosIn = (event: OpencodeEvent): readonly Todo[] | undefined =>
  event.type === 'todo.updated' ? canonicalTodos(event.properties.todos) : undefined;

/** What changed in files, where an event tells. */
export const diffIn = (event: OpencodeEvent): readonly FileDiff[] | undefined =>
  event.type === 'session.diff' ? event.properties.diff : undefined;
