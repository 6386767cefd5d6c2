import type { EventProperties, ReasoningPart, TextPart } from '../wire/index.js';
import { addPart, excluding, including, note, stepPart, tell, type FoldState } from './fold-state.js';
import { begun, isOwn } from './ownership.js';
import type { ReplyPart, TextReplyPart } from './reply-part.js';

type WireText = TextPart | ReasoningPart;

const isText = (part: ReplyPart | undefined): part is TextReplyPart =>
  part?.type === 'text' || part?.type === 'reasoning';

/** The one hot path: a text grows. A part that is held, ended or somebody else's stays as it is. */
export function growPart(state: FoldState, properties: EventProperties<'message.part.delta'>): FoldState {
  const { messageID, partID, field = 'text', delta } = properties;
  if (delta === '' || (field !== 'text' && field !== 'reasoning') || !isOwn(state, messageID)) return state;
  const index = state.list.indexOf(partID);
  if (index >= 0) return growAt(state, index, delta);
  const opened = openPart(begun(state), { id: partID, messageID, type: field, content: '' }, state.ledger.gapped);
  return growAt(opened, opened.list.length - 1, delta);
}

function growAt(state: FoldState, index: number, delta: string): FoldState {
  const part = state.list.get(index);
  if (!isText(part) || !state.ledger.open.has(part.id)) return state;
  if (part.held === true) return tear(state, part.id);
  const grown: TextReplyPart = {
    type: part.type,
    id: part.id,
    messageID: part.messageID,
    content: part.content + delta,
  };
  return stepPart(state, index, grown, { type: 'partChanged', part: grown, index, delta });
}

const tear = (state: FoldState, id: string): FoldState =>
  state.ledger.torn.has(id) ? state : note(state, { torn: including(state.ledger.torn, id) });

function openPart(state: FoldState, part: TextReplyPart, held: boolean): FoldState {
  const open = note(state, { open: including(state.ledger.open, part.id) });
  return addPart(open, held ? { ...part, held: true } : part);
}

/** Live news of a text part: its opening, the text so far (older servers), or its end. */
export function placeText(state: FoldState, part: WireText): FoldState {
  const index = state.list.indexOf(part.id);
  if (index < 0) return announce(state, part, false);
  const known = state.list.get(index);
  if (!isText(known)) return state;
  if (isEnded(part)) return endText(state, index, known, part, part.text || known.content);
  if (!state.ledger.open.has(part.id)) return state;
  return part.text === '' ? reopen(state, index, known, part) : showSoFar(state, index, known, part);
}

/** What the store has of a text part. An ended text is authoritative; an open one is at best a prefix. */
export function placeStoredText(state: FoldState, part: WireText): FoldState {
  const index = state.list.indexOf(part.id);
  if (index < 0) return announce(state, part, !isEnded(part));
  const known = state.list.get(index);
  if (!isText(known)) return state;
  if (isEnded(part)) return endText(state, index, known, part, part.text);
  const longer = state.ledger.open.has(part.id) && part.text.length > known.content.length;
  return longer ? stepPart(state, index, { ...known, content: part.text, held: true }) : state;
}

const isEnded = (part: WireText): boolean => part.time?.end !== undefined;

function announce(state: FoldState, part: WireText, held: boolean): FoldState {
  const fresh: TextReplyPart = { type: part.type, id: part.id, messageID: part.messageID, content: part.text };
  const opened = openPart(state, fresh, held);
  return isEnded(part) ? endText(opened, opened.list.length - 1, fresh, part, part.text) : opened;
}

/** An opening heard again: it only tells the type, and that an empty part has no hole. */
function reopen(state: FoldState, index: number, known: TextReplyPart, { type }: WireText): FoldState {
  const whole = known.held === true && known.content === '' && !state.ledger.torn.has(known.id);
  if (known.type === type && !whole) return state;
  const next = whole ? textPart(known, type, '') : { ...known, type };
  return stepPart(state, index, next, { type: 'partChanged', part: next, index });
}

function showSoFar(state: FoldState, index: number, known: TextReplyPart, part: WireText): FoldState {
  if (known.content === part.text && known.held !== true && known.type === part.type) return state;
  const next = textPart(known, part.type, part.text);
  const grew = part.text.startsWith(known.content);
  const delta = grew ? { delta: part.text.slice(known.content.length) } : {};
  return stepPart(state, index, next, { type: 'partChanged', part: next, index, ...delta });
}

function endText(
  state: FoldState,
  index: number,
  known: TextReplyPart,
  { type }: WireText,
  content: string,
): FoldState {
  const same = known.content === content && known.type === type && known.held !== true;
  const open = excluding(state.ledger.open, known.id);
  if (same && open === state.ledger.open) return state;
  const final = same ? known : textPart(known, type, content);
  const closed = note(state, { open });
  const transition = { type: 'partFinalized', part: final, index } as const;
  return same ? tell(closed, transition) : stepPart(closed, index, final, transition);
}

const textPart = ({ id, messageID }: TextReplyPart, type: WireText['type'], content: string): TextReplyPart => ({
  type,
  id,
  messageID,
  content,
});

/** A lost connection leaves a hole in every open text: it is shown as it was until its final text arrives. */
export function holdOpenTexts(state: FoldState): FoldState {
  const held = [...state.ledger.open].reduce((next, id) => {
    const index = next.list.indexOf(id);
    const part = next.list.get(index);
    return isText(part) && part.held !== true ? stepPart(next, index, { ...part, held: true }) : next;
  }, state);
  return note(held, { gapped: true });
}
