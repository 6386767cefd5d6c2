import type { OperatorFunction } from 'rxjs';
import type { Todo } from '../wire/index.js';
import type { EventLike } from './reply-steps.js';
import { selectTodos } from './selected.js';
import { toReplyState } from './to-reply-state.js';

/**
 * The agent's todo list with canonical statuses: now (empty, before the first event), and after each change.
 *
 * Completes and errors with the source; unsubscribing unsubscribes from it.
 */
export const todos = (): OperatorFunction<EventLike, readonly Todo[]> => source =>
  source.pipe(toReplyState(), selectTodos());
