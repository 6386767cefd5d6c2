import type { MessageWithParts, Part, ReasoningPart, TextPart } from '../../wire/index.js';

/** What a text that is being said may carry beside the server's own fields. */
export interface Held {
  /** A gap of the connection swallowed some of it: shown as it was before, until its final text arrives. */
  readonly held?: true;
}

/** A text or a thought of a live message. */
export type LiveText = (TextPart & Held) | (ReasoningPart & Held);

/** A part of a live message: the server's own, and of texts whether some of them was missed. */
export type LivePart = Exclude<Part, TextPart | ReasoningPart> | LiveText;

/** A message as the server has it, with what was said of it since. A value: it is replaced, never changed. */
export interface LiveMessage extends MessageWithParts {
  readonly parts: readonly LivePart[];
  /** Sent from here, and not yet confirmed by the server. */
  readonly pending?: true;
}
