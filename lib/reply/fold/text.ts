import type { EventProperties } from '../../wire/index.js';
import { addPart, excluding, including, note, stepPart, tell, type FoldState } from './state.js';
import { begun, isOwn } from './ownership.js';
import type { ReplyPart, TextReplyPart } from '../reply-part.js';
import { announced, found, heard, stored, unannounced, type KnownText, type WireText } from './text-law.js';

const isText = (part: ReplyPart | undefined): part is TextReplyPart =>
  part?.type === 'text' || part?.type === 'reasoning';

/** The one hot path: a text grows. A part that is held, ended or somebody else's stays as it is. */
export function growPart(state: FoldState, properties: EventProperties<'message.part.delta'>): FoldState {
  const { messageID, partID, field = 'text', delta } = properties;
  if (delta === '' || (field !== 'text' && field !== 'reasoning') || !isOwn(state, messageID)) return state;
  const index = state.list.indexOf(partID);
  if (index >= 0) return growAt(state, index, delta);
  const mayLack = state.ledger.gapped || state.ledger.unwitnessed.has(messageID);
  const opened = openPart(begun(state), { id: partID, messageID, type: field }, unannounced(mayLack));
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

/** Live news of a text part: its opening, the text so far (older servers), or its end. */
export function placeText(state: FoldState, part: WireText): FoldState {
  const index = state.list.indexOf(part.id);
  if (index < 0) return announce(state, part, announced(part));
  const shown = state.list.get(index);
  if (!isText(shown)) return state;
  const known = knownText(state, shown);
  const next = heard(known, part);
  if (!next.open) return endText(state, index, shown, part, next.content);
  return known.open ? changeText(state, index, shown, part, next) : state;
}

/** What the store has of a text part. An ended text is authoritative; an open one is at best a prefix. */
export function placeStoredText(state: FoldState, part: WireText): FoldState {
  const index = state.list.indexOf(part.id);
  if (index < 0) return announce(state, part, found(part));
  const shown = state.list.get(index);
  if (!isText(shown)) return state;
  const known = knownText(state, shown);
  const next = stored(known, part);
  if (next === known) return state;
  return next.open
    ? stepPart(state, index, textPart(shown, shown.type, next))
    : endText(state, index, shown, part, next.content);
}

const knownText = ({ ledger }: FoldState, { id, content, held }: TextReplyPart): KnownText => ({
  content,
  held: held === true,
  open: ledger.open.has(id),
  torn: ledger.torn.has(id),
});

function announce(state: FoldState, part: WireText, text: KnownText): FoldState {
  const opened = openPart(state, part, { ...text, open: true });
  const index = opened.list.length - 1;
  const shown = opened.list.get(index);
  return text.open || !isText(shown) ? opened : endText(opened, index, shown, part, text.content);
}

type Named = Pick<TextReplyPart, 'id' | 'messageID' | 'type'>;

function openPart(state: FoldState, part: Named, text: KnownText): FoldState {
  const open = note(state, { open: including(state.ledger.open, part.id) });
  return addPart(open, textPart(part, part.type, text));
}

function changeText(
  state: FoldState,
  index: number,
  shown: TextReplyPart,
  { type }: WireText,
  text: KnownText,
): FoldState {
  const next = textPart(shown, type, text);
  if (isSame(shown, next)) return state;
  const grew = next.content !== shown.content && next.content.startsWith(shown.content);
  const delta = grew ? { delta: next.content.slice(shown.content.length) } : {};
  return stepPart(state, index, next, { type: 'partChanged', part: next, index, ...delta });
}

function endText(
  state: FoldState,
  index: number,
  shown: TextReplyPart,
  { type }: WireText,
  content: string,
): FoldState {
  const next = textPart(shown, type, { content, held: false });
  const same = isSame(shown, next);
  const open = excluding(state.ledger.open, shown.id);
  if (same && open === state.ledger.open) return state;
  const final = same ? shown : next;
  const ended = note(state, { open });
  const transition = { type: 'partFinalized', part: final, index } as const;
  return same ? tell(ended, transition) : stepPart(ended, index, final, transition);
}

const isSame = (one: TextReplyPart, other: TextReplyPart): boolean =>
  one.content === other.content && one.type === other.type && one.held === other.held;

const textPart = (
  { id, messageID }: Named,
  type: WireText['type'],
  { content, held }: Pick<KnownText, 'content' | 'held'>,
): TextReplyPart => ({ type, id, messageID, content, ...(held ? { held: true } : {}) });

/** A lost connection leaves a hole in every open text: it is shown as it was until its final text arrives. */
export function holdOpenTexts(state: FoldState): FoldState {
  const held = [...state.ledger.open].reduce((next, id) => {
    const index = next.list.indexOf(id);
    const part = next.list.get(index);
    return isText(part) && part.held !== true ? stepPart(next, index, { ...part, held: true }) : next;
  }, state);
  return note(held, { gapped: true });
}
