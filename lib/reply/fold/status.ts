import type { EventProperties } from '../../wire/index.js';
import { sameValue } from '../same-value.js';
import { stepHead, tell, type FoldState } from './state.js';
import { outcomeOf, settle, settleIdle } from './settle.js';

const isOver = ({ head }: FoldState): boolean => head.phase !== 'waiting' && head.phase !== 'working';

/** What the session is doing. In a turn it only matters once the turn has begun: before, it is about another one. */
export function changeStatus(state: FoldState, { status }: EventProperties<'session.status'>): FoldState {
  if (status.type === 'idle') return settleIdle(state);
  if (state.ledger.scope !== undefined && state.head.phase !== 'working') return state;
  if (status.type === 'busy')
    return isOver(state) || state.head.retry === undefined ? state : stepHead(state, { retry: undefined });
  if (status.type !== 'retry' || sameValue(status, state.head.retry)) return state;
  const { attempt, message = '' } = status;
  return stepHead(state, { retry: status }, { type: 'sessionRetried', attempt, message });
}

/** The session reported an error. In a turn it is only told: what it means for the turn is the verdict's to say. */
export function reportError(state: FoldState, { error }: EventProperties<'session.error'>): FoldState {
  if (state.ledger.scope !== undefined && state.head.phase !== 'working') return state;
  const text = [error?.name, error?.data?.message].filter(Boolean).join(': ');
  const told = tell(state, { type: 'sessionErrored', text, raw: error });
  if (error === undefined || state.ledger.scope !== undefined) return told;
  return settle(told, { status: outcomeOf(error), error });
}
