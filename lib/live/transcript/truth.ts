import { sameItems } from '../../reply/same-value.js';
import type { Message, MessageWithParts, OpencodeEvent } from '../../wire/index.js';
import { NOTHING } from '../standing/fence.js';
import type { LiveMessage } from './live-message.js';
import { takeParts, type Since } from './parts.js';
import { createdAt, hear, inserted, messageIDOf, unfence, withInfo, withParts, type Transcript } from './transcript.js';

/** What a read of the store found. */
export interface StoredHistory {
  /** The newest messages, at least as far back as those that are known, oldest first. */
  readonly messages: readonly MessageWithParts[];
  /** What to pass for the page before them; `undefined` at the beginning. */
  readonly before: string | undefined;
  /** Whether the session worked when the read began. */
  readonly busy: boolean;
}

/**
 * The store's answer. A stored item gives way to what was heard of it since the read began, except that an end wins over
 * what is still open. What the store lacks, and nobody spoke of since, is gone.
 */
export function take(state: Transcript, truth: StoredHistory): Transcript {
  const since = { busy: truth.busy, touched: state.touched ?? NOTHING };
  const known = new Map(state.messages.map(message => [message.info.id, message]));
  const stored = truth.messages.flatMap(message => takeMessage(known.get(message.info.id), message, since));
  const kept = beyond(state, truth);
  const ids = new Set([...kept, ...truth.messages].map(({ info }) => info.id));
  const newer = state.messages.filter(({ info }) => !ids.has(info.id) && since.touched.has(info.id));
  const shown = newer.filter(({ info }) => truth.before === undefined || !isBefore(truth, info));
  const messages = sameItems(state.messages, shown.reduce(inserted, [...kept, ...stored]));
  const before = kept.length > 0 ? state.before : truth.before;
  const taken = { ...unfence(state), messages, before, loaded: true, gapped: false };
  return state.strays.reduce(hear, taken);
}

/** Earlier pages that came while the read was under way, which therefore does not reach back to them. */
function beyond(state: Transcript, truth: StoredHistory): readonly LiveMessage[] {
  if (!state.loaded || truth.before === undefined) return [];
  const storedIDs = new Set(truth.messages.map(({ info }) => info.id));
  const end = state.messages.findIndex(({ info }) => storedIDs.has(info.id));
  return state.messages.slice(0, Math.max(end, 0)).filter(({ info }) => isBefore(truth, info));
}

/** A page from before the first message, and what was said since it was asked for. */
export function takeEarlier(
  state: Transcript,
  page: Omit<StoredHistory, 'busy'>,
  meanwhile: readonly OpencodeEvent[] = [],
): Transcript {
  const known = new Set(state.messages.map(({ info }) => info.id));
  const since = { busy: true, touched: NOTHING };
  const earlier = page.messages
    .filter(({ info }) => !known.has(info.id) && isBefore(state, info))
    .flatMap(message => takeMessage(undefined, message, since));
  const ids = new Set(earlier.map(({ info }) => info.id));
  const isOfPage = (event: OpencodeEvent): boolean => ids.has(messageIDOf(event) ?? '');
  const strays = state.strays.filter(event => !isOfPage(event));
  const taken = { ...state, messages: [...earlier, ...state.messages], before: page.before, strays };
  return meanwhile.filter(isOfPage).reduce(hear, taken);
}

function isBefore({ messages: [oldest] }: { messages: readonly MessageWithParts[] }, info: Message): boolean {
  return oldest === undefined || createdAt(info) <= createdAt(oldest.info);
}

function takeMessage(
  known: LiveMessage | undefined,
  { info, parts }: MessageWithParts,
  since: Since,
): readonly LiveMessage[] {
  if (known === undefined && since.touched.has(info.id)) return [];
  const message = known ?? { info, parts: [] };
  const recorded = isStale(message.info, info, since) ? message : withInfo(message, info);
  return [withParts(recorded, takeParts(recorded, parts, since))];
}

/** A record heard of since the read began stands, unless only the store knows that the message ended. */
const isStale = (known: Message, stored: Message, { touched }: Since): boolean =>
  touched.has(known.id) && (isCompleted(known) || !isCompleted(stored));

const isCompleted = (info: Message): boolean => info.role === 'assistant' && info.time?.completed !== undefined;
