import type { EventProperties, PermissionRequest, QuestionRequest } from '../../wire/index.js';
import { stepHead, type FoldState } from './state.js';
import { showQuestion } from './tool.js';
import type { ReplyTransition } from '../transition.js';

/** A human is asked. The request of another turn on the same session is that turn's. */
export function askQuestion(state: FoldState, request: QuestionRequest): FoldState {
  if (isForeign(state, request)) return state;
  const prompts = state.head.prompts.ask({ kind: 'question', request, askedAt: state.ledger.now() });
  const askedAt = prompts.askedAt(request.id);
  if (prompts === state.head.prompts || askedAt === undefined) return state;
  const asked = stepHead(state, { prompts }, { type: 'questionAsked', request, askedAt });
  return request.tool === undefined ? asked : showQuestion(asked, request.tool, request);
}

/** A human is asked for a permission. */
export function askPermission(state: FoldState, request: PermissionRequest): FoldState {
  if (isForeign(state, request)) return state;
  const prompts = state.head.prompts.ask({ kind: 'permission', request, askedAt: state.ledger.now() });
  const askedAt = prompts.askedAt(request.id);
  return prompts === state.head.prompts || askedAt === undefined
    ? state
    : stepHead(state, { prompts }, { type: 'permissionAsked', request, askedAt });
}

/**
 * In a turn, a prompt of its session is its own only when its call is; and a turn that has no answer yet has no
 * descendants that could ask. What was passed over for want of knowledge comes back with the next look.
 */
function isForeign({ ledger, head }: FoldState, { sessionID, tool }: QuestionRequest | PermissionRequest): boolean {
  if (ledger.scope === undefined) return false;
  if (sessionID !== undefined && sessionID !== ledger.scope.sessionID) return head.phase === 'waiting';
  return tool === undefined ? head.phase === 'waiting' : !ledger.messages.has(tool.messageID);
}

/** A question was answered. */
export const closeQuestion = (
  state: FoldState,
  { requestID, answers }: EventProperties<'question.replied'>,
): FoldState =>
  closePrompt(state, requestID, askedAt => ({
    type: 'questionReplied',
    requestID,
    ...(answers && { answers }),
    askedAt,
  }));

/** A question was dismissed. */
export const rejectQuestion = (state: FoldState, { requestID }: EventProperties<'question.rejected'>): FoldState =>
  closePrompt(state, requestID, askedAt => ({ type: 'questionRejected', requestID, askedAt }));

/** A permission was decided. */
export const closePermission = (
  state: FoldState,
  { requestID, reply }: EventProperties<'permission.replied'>,
): FoldState =>
  closePrompt(state, requestID, askedAt => ({
    type: 'permissionReplied',
    requestID,
    ...(reply !== undefined && { reply }),
    askedAt,
  }));

function closePrompt(state: FoldState, requestID: string, tell: (askedAt: number) => ReplyTransition): FoldState {
  const askedAt = state.head.prompts.askedAt(requestID);
  if (askedAt === undefined) return state;
  return stepHead(state, { prompts: state.head.prompts.resolve(requestID) }, tell(askedAt));
}

/** The prompts the store still holds: what it lacks was settled while we could not hear, what it adds is news. */
export function syncPrompts(
  state: FoldState,
  { questions, permissions }: { questions?: readonly QuestionRequest[]; permissions?: readonly PermissionRequest[] },
): FoldState {
  const gone = state.head.prompts.pending
    .filter(({ kind, request }) => {
      const stored: readonly { id: string }[] | undefined = kind === 'question' ? questions : permissions;
      return stored !== undefined && !isTouched(state, request.id) && !stored.some(({ id }) => id === request.id);
    })
    .reduce((next, { kind, request: { id: requestID } }) => {
      const type = kind === 'question' ? 'questionReplied' : 'permissionReplied';
      return closePrompt(next, requestID, askedAt => ({ type, requestID, askedAt }));
    }, state);
  const news = <T extends { id: string }>(stored: readonly T[] = []) =>
    stored.filter(({ id }) => !isTouched(state, id));
  return news(permissions).reduce(askPermission, news(questions).reduce(askQuestion, gone));
}

const isTouched = ({ ledger }: FoldState, id: string): boolean => ledger.touched?.has(id) === true;
