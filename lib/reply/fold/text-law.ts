import type { ReasoningPart, TextPart } from '../../wire/index.js';

/** What the server says of a text. */
export type WireText = TextPart | ReasoningPart;

/** A text as far as it is known. */
export interface KnownText {
  readonly content: string;
  /** Whether its final text is still to come. */
  readonly open: boolean;
  /** Whether something of it was missed: it is shown as it was until its final text comes. */
  readonly held: boolean;
  /** Whether a delta was passed over while it was held: then not even its opening makes it whole. */
  readonly torn: boolean;
}

const closed = (content: string): KnownText => ({ content, open: false, held: false, torn: false });

const isEnded = ({ time }: WireText): boolean => time?.end !== undefined;

/** A text that nobody announced: whole, unless something may have been missed before. */
export const unannounced = (gapped: boolean): KnownText => ({ content: '', open: true, held: gapped, torn: false });

/** A text that an event speaks of for the first time. */
export const announced = (part: WireText): KnownText =>
  isEnded(part) ? closed(part.text) : { content: part.text, open: true, held: false, torn: false };

/** A text that is first met in the store: what was said of it before we listened is not there until it ends. */
export const found = (part: WireText): KnownText => ({ ...announced(part), held: !isEnded(part) });

/** What live news makes of a text: its opening, the text so far (older servers), or its end. */
export function heard(known: KnownText, part: WireText): KnownText {
  if (isEnded(part)) return closed(part.text || known.content);
  if (!known.open) return known;
  if (part.text !== '') return { content: part.text, open: true, held: false, torn: false };
  const isWhole = known.held && known.content === '' && !known.torn;
  return isWhole ? { ...known, held: false } : known;
}

/** What the store makes of a text. An ended one is authoritative, an open one at best a prefix. */
export function stored(known: KnownText, part: WireText): KnownText {
  if (isEnded(part)) return closed(part.text);
  const isLonger = known.open && part.text.length > known.content.length;
  return isLonger ? { ...known, content: part.text, held: true } : known;
}
