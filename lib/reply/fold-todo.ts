import type { Todo } from '../wire/index.js';
import { addPart, stepHead, stepPart, type FoldState } from './fold-state.js';
import { isStreamOnly, stampSource, TODO_UPDATED } from './part-source.js';
import type { ToolReplyPart } from './reply-part.js';
import { sameValue } from './same-value.js';
import { canonicalTodos } from './todo.js';

const TODO_TOOLS: ReadonlySet<string> = new Set(['todowrite', 'todoread']);

/** The agent's todo list changed. Where no tool part tells of it, a part made of the event does. */
export function changeTodos(state: FoldState, wireTodos: readonly Todo[]): FoldState {
  const todos = canonicalTodos(wireTodos);
  if (sameValue(todos, state.head.todos)) return state;
  return showTodos(stepHead(state, { todos }, { type: 'todosChanged', todos }), todos);
}

function showTodos(state: FoldState, todos: readonly Todo[]): FoldState {
  const parts = state.list.toArray();
  const index = parts.findIndex(isStreamOnly);
  const known = parts[index];
  if (known?.type === 'tool') return updateTodoPart(state, index, { ...known, input: { todos } });
  return parts.some(part => part.type === 'tool' && TODO_TOOLS.has(part.tool))
    ? state
    : addPart(state, todoPart(state, todos));
}

function updateTodoPart(state: FoldState, index: number, part: ToolReplyPart): FoldState {
  return stepPart(state, index, part, { type: 'toolProgressed', part, index, status: part.status, raw: undefined });
}

const todoPart = ({ head }: FoldState, todos: readonly Todo[]): ToolReplyPart =>
  stampSource(
    {
      type: 'tool',
      id: TODO_UPDATED,
      messageID: head.info?.id ?? '',
      tool: 'todowrite',
      status: 'completed',
      input: { todos },
    },
    TODO_UPDATED,
  );
