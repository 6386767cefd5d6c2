import type { EventProperties, Todo } from '../../wire/index.js';
import { addPart, stepHead, stepPart, type FoldState } from './state.js';
import { stampSource, TODO_UPDATED } from '../part-source.js';
import type { ToolReplyPart } from '../reply-part.js';
import { sameValue } from '../same-value.js';
import { canonicalTodos } from '../todo.js';

const TODO_TOOLS: ReadonlySet<string> = new Set(['todowrite', 'todoread']);

/**
 * The agent's todo list changed. Where no tool part tells of it, a part made of the event does; but in a turn that has
 * not begun, for then the list is another turn's.
 */
export function hearTodos(state: FoldState, { todos }: EventProperties<'todo.updated'>): FoldState {
  const changed = changeTodos(state, todos);
  const elsewhere = state.ledger.scope !== undefined && state.head.phase !== 'working';
  return changed === state || elsewhere || hasTodoPart(changed)
    ? changed
    : addPart(changed, todoPart(changed, changed.head.todos));
}

/** The todo list as the store has it. It is the session's, so that it makes no part: an earlier turn may have left it. */
export function changeTodos(state: FoldState, wireTodos: readonly Todo[]): FoldState {
  const todos = canonicalTodos(wireTodos);
  if (sameValue(todos, state.head.todos)) return state;
  const changed = stepHead(state, { todos }, { type: 'todosChanged', todos });
  const index = changed.list.indexOf(TODO_UPDATED);
  const known = changed.list.get(index);
  return known?.type === 'tool' ? updateTodoPart(changed, index, { ...known, input: { todos } }) : changed;
}

/** Whether a part tells of the list, or has the name of the one that would. */
const hasTodoPart = ({ list }: FoldState): boolean =>
  list.indexOf(TODO_UPDATED) >= 0 || list.toArray().some(part => part.type === 'tool' && TODO_TOOLS.has(part.tool));

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
