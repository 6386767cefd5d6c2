import { isTerminal } from '../../reply/reply-part.js';
import { reuse, sameItems } from '../../reply/same-value.js';
import { heard, stored, unannounced, type KnownText } from '../../reply/fold/text-law.js';
import type { EventProperties, Part } from '../../wire/index.js';
import type { LiveMessage, LivePart, LiveText } from './live-message.js';

type Parts = readonly LivePart[];

const isText = (part: Part): part is LiveText => part.type === 'text' || part.type === 'reasoning';

/** Whether a part has had its last word. */
const isFinal = (part: LivePart): boolean =>
  isText(part) ? part.time?.end !== undefined : part.type !== 'tool' || isTerminal(part.state);

/** Whether more of a text may come: only the model's grow. */
const isGrowing = ({ info }: Pick<LiveMessage, 'info'>, part: LivePart): part is LiveText =>
  info.role === 'assistant' && isText(part) && part.time?.end === undefined;

const knownText = (part: LiveText, torn: boolean): KnownText => ({
  content: part.text,
  open: part.time?.end === undefined,
  held: part.held === true,
  torn,
});

/** A text part with what is known of its text. */
function withText(part: LiveText, { content, held }: Pick<KnownText, 'content' | 'held'>): LiveText {
  const { held: _held, ...rest } = part;
  return { ...rest, text: content, ...(held ? { held: true } : {}) };
}

/** The store keeps no title of a failed call, though its event may have one (lib/wire/PROTOCOL.md § 4.3). */
function asStored(part: Part): LivePart {
  if (part.type !== 'tool' || part.state.status !== 'error' || !('title' in part.state)) return part;
  const { title: _title, ...state } = part.state;
  return { ...part, state };
}

/** The parts after live news of one of them: in its place, or at the end. `torn`: a delta of it was passed over. */
export function hearPart(message: LiveMessage, part: Part, torn: boolean): Parts {
  const at = message.parts.findLastIndex(({ id }) => id === part.id);
  const known = message.parts[at];
  if (known === undefined) return [...message.parts, asStored(part)];
  const next = reuse(known, afterNews(message, known, asStored(part), torn));
  return next === known ? message.parts : message.parts.with(at, next);
}

function afterNews(message: LiveMessage, known: LivePart, part: LivePart, torn: boolean): LivePart {
  if (message.info.role === 'assistant' && isText(part) && isText(known)) {
    const before = knownText(known, torn);
    const text = heard(before, part);
    return !text.open && !before.open && part.time?.end === undefined ? known : withText(part, text);
  }
  return isFinal(known) && !isFinal(part) ? known : part;
}

/** What a delta does to the parts of its message. */
export interface Growth {
  readonly parts: Parts;
  /** The delta was passed over: its part has a hole. */
  readonly torn?: true;
}

/** The parts after a text grew. `gapped`: a text that begins with a delta may have begun before. */
export function growPart(
  message: LiveMessage,
  { messageID, partID, field = 'text', delta }: EventProperties<'message.part.delta'>,
  gapped: boolean,
): Growth {
  const { parts } = message;
  if (delta === '' || (field !== 'text' && field !== 'reasoning')) return { parts };
  const at = parts.findLastIndex(({ id }) => id === partID);
  const known = parts[at];
  if (known === undefined) {
    const begun = withText({ type: field, id: partID, messageID, text: '' }, unannounced(gapped));
    return begun.held ? { parts: [...parts, begun], torn: true } : { parts: [...parts, { ...begun, text: delta }] };
  }
  if (!isGrowing(message, known)) return { parts };
  return known.held ? { parts, torn: true } : { parts: parts.with(at, { ...known, text: known.text + delta }) };
}

/** The parts after a gap: what is being said has a hole. */
export const holdTexts = (message: LiveMessage): Parts =>
  sameItems(
    message.parts,
    message.parts.map(part => (isGrowing(message, part) && part.held !== true ? { ...part, held: true } : part)),
  );

/** What is known beside the store when it is read. */
export interface Since {
  /** What was heard of since the read began. */
  readonly touched: ReadonlySet<string>;
  /** Whether the session works: if not, nobody goes on with a text that is still open. */
  readonly busy: boolean;
}

/** The parts as the store has them, but for what was heard of since. */
export function takeParts(message: LiveMessage, parts: readonly Part[], since: Since): Parts {
  const known = new Map(message.parts.map(part => [part.id, part]));
  const taken = parts.flatMap(part => takePart(message, known.get(part.id), part, since));
  const storedIDs = new Set(parts.map(({ id }) => id));
  const newer = message.parts.filter(({ id }) => !storedIDs.has(id) && since.touched.has(id));
  return sameItems(message.parts, [...taken, ...newer]);
}

function takePart(message: LiveMessage, known: LivePart | undefined, part: Part, since: Since): Parts {
  const isTouched = since.touched.has(part.id);
  if (known === undefined) return isTouched ? [] : [firstMet(message, part, since)];
  if (isTouched && (isFinal(known) || !isFinal(part))) return [known];
  return [reuse(known, isText(known) && isText(part) ? mergedText(message, known, part, since) : part)];
}

/** A text that is being said is empty in the store: what was said before we listened comes with its end. */
const firstMet = (message: LiveMessage, part: Part, { busy }: Since): LivePart =>
  busy && isGrowing(message, part) ? { ...part, held: true } : part;

function mergedText(message: LiveMessage, known: LiveText, part: LiveText, { busy }: Since): LivePart {
  if (!busy || !isGrowing(message, part)) return part;
  return withText(part, stored(knownText(known, false), part));
}
