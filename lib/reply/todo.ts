import { isRecord } from './dig.js';

/** A todo item as far as it is looked at here; every other field passes through. */
export interface TodoLike {
  readonly status?: string | undefined;
}

/**
 * A todo item with its status spelled with underscores; events have been seen to say `in-progress` where the REST
 * answer says `in_progress` (`lib/wire/PROTOCOL.md`). The same object when there is nothing to change.
 */
export function canonicalTodo<T extends TodoLike>(todo: T): T {
  const { status } = todo;
  return typeof status === 'string' && status.includes('-') ? { ...todo, status: status.replaceAll('-', '_') } : todo;
}

/** Every item of a todo list made canonical; what is no object is dropped. The same array when nothing changes. */
export function canonicalTodos<T extends TodoLike>(todos: readonly T[]): readonly T[] {
  const canonical = todos.filter(todo => isRecord(todo)).map(todo => canonicalTodo(todo));
  const unchanged = canonical.length === todos.length && canonical.every((todo, index) => todo === todos[index]);
  return unchanged ? todos : canonical;
}
