import { answer, say, text } from '../../support/events.js';
import { inTurn, type Folded } from '../../support/fold.js';

export const begun = inTurn().then(say.message(answer()));
export const opened = begun.then(say.part(text('t', '')));
export const hello = opened.then(say.delta('t', 'Hel'), say.delta('t', 'lo'));

export const shown = ({ reply }: Folded, index = 0) => {
  const part = reply.parts[index];
  return part && 'content' in part ? [part.content, part.held ?? false] : part;
};
