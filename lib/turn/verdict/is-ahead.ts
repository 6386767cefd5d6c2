import type { MessageWithParts } from '../../wire/index.js';
import type { Sight } from './look.js';
import type { Turn } from '../turn.js';

/** Whether the store tells of an end that no event has told of yet: then todos may have changed unheard. */
export function isAhead(turn: Turn, { messages = [] }: Sight): boolean {
  const { ledger } = turn.folded;
  const isUnheard = ({ info }: MessageWithParts): boolean =>
    info.role === 'assistant' &&
    turn.isAnsweredBy(info) &&
    info.time?.completed !== undefined &&
    ledger.messages.get(info.id)?.time?.completed === undefined;
  return messages.some(isUnheard);
}
