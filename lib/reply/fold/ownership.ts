import type { Message } from '../../wire/index.js';
import { stepHead, type FoldScope, type FoldState } from './state.js';

/**
 * Whether this message belongs to the reply. In a scope: an assistant message known to answer the scope's user message
 * (`lib/wire/PROTOCOL.md` § 4.1). Without one: every message not known to be somebody else's.
 */
export function isOwn({ ledger }: FoldState, messageID: string): boolean {
  return ledger.scope === undefined ? !ledger.others.has(messageID) : ledger.messages.has(messageID);
}

/** Whether a message with this record belongs to the reply. */
export const isOwnRecord = ({ ledger }: FoldState, info: Message): boolean =>
  info.role === 'assistant' && (ledger.scope === undefined || isOwnPrompt(ledger.scope, info.parentID));

/** Whether an answer to this user message is one of the turn's. */
export const isOwnPrompt = ({ messageID, continuations }: FoldScope, promptID: string | undefined): boolean =>
  promptID !== undefined && (promptID === messageID || continuations?.has(promptID) === true);

/** Whether an event about a session is about this turn's own; that of a sparse server, which does not say, is. */
export const isOwnSession = ({ ledger }: FoldState, sessionID: string | undefined): boolean =>
  ledger.scope === undefined || sessionID === undefined || sessionID === ledger.scope.sessionID;

/** The reply is under way from its first event on. */
export const begun = (state: FoldState): FoldState =>
  state.head.phase === 'waiting' ? stepHead(state, { phase: 'working' }) : state;

/** The reply is under way, also where it had seemed to have ended. */
export const working = (state: FoldState): FoldState =>
  state.head.phase === 'working' ? state : stepHead(state, { phase: 'working', error: undefined });
