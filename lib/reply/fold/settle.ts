import type { AssistantMessage, WireError } from '../../wire/index.js';
import { note, step, stepHead, type FoldState } from './state.js';
import { withoutQuestions } from './tool.js';
import type { Settlement } from './event.js';
import { Prompts } from '../prompts.js';
import type { ReplyOutcome } from '../reply.js';
import { sameValue } from '../same-value.js';

/** The outcome that an error of a message or session means. */
export const outcomeOf = (error: WireError): ReplyOutcome =>
  error.name === 'MessageAbortedError' ? 'aborted' : 'failed';

/** Whether a model step with this `finish` is followed by another one (lib/wire/PROTOCOL.md). */
export const goesOn = (finish: string | undefined): boolean => finish === 'tool-calls' || finish === 'unknown';

/** Without a turn that judges, the events themselves must do: a message with an error, or one that ended for good. */
export function settleByEvent(state: FoldState, info: AssistantMessage): FoldState {
  if (state.ledger.scope !== undefined || info.id !== state.head.info?.id) return state;
  if (info.error) return settle(state, { status: outcomeOf(info.error), error: info.error });
  if (info.time?.completed === undefined || info.finish === undefined || goesOn(info.finish)) return state;
  const usesTools = state.list.toArray().some(part => part.type === 'tool' && part.messageID === info.id);
  return usesTools ? state : settle(state, { status: 'completed' });
}

/** The session came to rest: whatever its last message completed with is the end (a rejected permission ends so). */
export function settleIdle(state: FoldState): FoldState {
  const calm = state.head.retry === undefined ? state : stepHead(state, { retry: undefined });
  const info = calm.head.info;
  const over = calm.ledger.scope === undefined && calm.head.phase === 'working' && info?.time?.completed !== undefined;
  return over ? settle(calm, { status: 'completed' }) : calm;
}

/** The end: nothing is retried and nobody is asked any more. */
export function settle(state: FoldState, { status, error, absorbedBy }: Settlement): FoldState {
  const { phase, retry, prompts } = state.head;
  const same = phase === status && sameValue(state.head.error, error) && state.head.absorbedBy === absorbedBy;
  if (same && retry === undefined && !prompts.anyPending) return state;
  return step(note(state, { touched: undefined }), withoutQuestions(state.list), {
    ...state.head,
    phase: status,
    error,
    absorbedBy,
    retry: undefined,
    prompts: Prompts.none,
  });
}
