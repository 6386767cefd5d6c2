import { distinctUntilChanged, filter, map, type OperatorFunction } from 'rxjs';
import type { PermissionRequest, QuestionRequest, Todo } from '../wire/index.js';
import type { Reply } from '../reply/reply.js';
import type { ToolReplyPart } from '../reply/reply-part.js';
import type { ReplyTransition, Step } from '../reply/transition.js';

/** One thing of each snapshot, when it is another than before. */
export const selected =
  <T>(project: (reply: Reply) => T): OperatorFunction<Reply, T> =>
  source =>
    source.pipe(map(project), distinctUntilChanged());

/** The joined text: now, and after each change. */
export const selectText = (): OperatorFunction<Reply, string> => selected(reply => reply.fullText);

/** The todo list: now, and after each change. */
export const selectTodos = (): OperatorFunction<Reply, readonly Todo[]> => selected(reply => reply.todos);

/** The questions that wait: now, and after each change. */
export const selectQuestions = (): OperatorFunction<Reply, readonly QuestionRequest[]> =>
  selected(reply => reply.pendingQuestions);

/** The permissions that wait: now, and after each change. */
export const selectPermissions = (): OperatorFunction<Reply, readonly PermissionRequest[]> =>
  selected(reply => reply.pendingPermissions);

/** What happened, without the snapshots. */
export const selectTransitions = (): OperatorFunction<Step, ReplyTransition> => source =>
  source.pipe(
    map(({ transition }) => transition),
    filter(transition => transition !== undefined),
  );

/** Every tool part when it opens or advances. */
export const selectToolParts = (): OperatorFunction<ReplyTransition, ToolReplyPart> => source =>
  source.pipe(
    filter(({ type }) => type === 'partAdded' || type === 'toolProgressed'),
    map(transition => ('part' in transition ? transition.part : undefined)),
    filter(part => part?.type === 'tool'),
    distinctUntilChanged(),
  );
