import { excluding, including } from '../../reply/fold/state.js';
import { reuse, sameItems } from '../../reply/same-value.js';
import type { EventOf, EventProperties, Message, OpencodeEvent, Part } from '../../wire/index.js';
import { NOTHING, touch, type Fenced } from '../standing/fence.js';
import type { LiveMessage } from './live-message.js';
import { growPart, hearPart, holdTexts } from './parts.js';

/** What is known of a session's messages: a part of the newest, without a hole. Touched are messages and parts. */
export interface Transcript extends Fenced {
  /** Oldest first. */
  readonly messages: readonly LiveMessage[];
  /** Whether they were read, so that the newest are all here. */
  readonly loaded: boolean;
  /** What to pass for the page before the first message; `undefined` at the beginning. */
  readonly before: string | undefined;
  /** Whether something may have gone unheard that was not read since: a message may then have begun before it is heard of. */
  readonly gapped: boolean;
  /** Messages whose beginning was heard, and nothing missed since: a text of theirs that begins with a delta is whole. */
  readonly witnessed: ReadonlySet<string>;
  /** Held texts of which a delta was passed over. */
  readonly torn: ReadonlySet<string>;
  /** While a read is under way: what was heard of messages that are not known yet. */
  readonly strays: readonly MessageEvent[];
}

/** What is said of messages and their parts. */
export type MessageEvent = EventOf<(typeof MESSAGE_EVENTS)[number]>;

const MESSAGE_EVENTS = [
  'message.part.delta',
  'message.part.updated',
  'message.part.removed',
  'message.updated',
  'message.removed',
] as const;

const isMessageEvent = (event: OpencodeEvent): event is MessageEvent =>
  (MESSAGE_EVENTS as readonly string[]).includes(event.type);

/** The message an event tells of. */
export function messageIDOf(event: OpencodeEvent): string | undefined {
  if (!isMessageEvent(event)) return undefined;
  if (event.type === 'message.updated') return event.properties.info.id;
  return event.type === 'message.part.updated' ? event.properties.part.messageID : event.properties.messageID;
}

/** Before anything was read. */
export const blank: Transcript = {
  messages: [],
  loaded: false,
  before: undefined,
  gapped: true,
  witnessed: NOTHING,
  torn: NOTHING,
  touched: undefined,
  strays: [],
};

/** Live news. What is said of messages before the first one shown is not shown either. */
export const hear = (state: Transcript, event: OpencodeEvent): Transcript =>
  isMessageEvent(event) ? hearMessage(state, event) : state;

function hearMessage(state: Transcript, event: MessageEvent): Transcript {
  switch (event.type) {
    case 'message.part.delta':
      return atMessage(state, event, event.properties.messageID, grow(event.properties));
    case 'message.part.updated':
      return atMessage(state, event, event.properties.part.messageID, place(event.properties.part));
    case 'message.part.removed':
      return touch(forgetPart(removePart(state, event.properties), event.properties), event.properties.partID);
    case 'message.updated':
      return updateMessage(state, event.properties.info);
    case 'message.removed':
      return touch(removeMessage(state, event.properties.messageID), event.properties.messageID);
  }
}

/** A read begins. */
export const fence = (state: Transcript): Transcript => ({ ...state, touched: NOTHING, strays: [] });

/** The read that was under way is over. */
export const unfence = (state: Transcript): Transcript => ({ ...state, touched: undefined, strays: [] });

/** Something may have gone unheard: what is being said has a hole. */
export const miss = (state: Transcript): Transcript => ({
  ...state,
  gapped: true,
  witnessed: NOTHING,
  messages: sameItems(
    state.messages,
    state.messages.map(message => withParts(message, holdTexts(message))),
  ),
});

/** The message with these parts; the same one if they are its own. */
export const withParts = (message: LiveMessage, parts: LiveMessage['parts']): LiveMessage =>
  parts === message.parts ? message : { ...message, parts };

/** The messages with one more, by the time it was made: ids do not tell the order (lib/wire/PROTOCOL.md § 2.1). */
export function inserted(messages: readonly LiveMessage[], message: LiveMessage): readonly LiveMessage[] {
  const at = messages.findLastIndex(({ info }) => createdAt(info) <= createdAt(message.info));
  return messages.toSpliced(at + 1, 0, message);
}

/** When a message was made, in milliseconds since 1970. */
export const createdAt = ({ time }: Message): number => time?.created ?? 0;

type AtMessage = (state: Transcript, message: LiveMessage, at: number) => Transcript;

/** What is said of a message that is not known is kept until the read that is under way has told of it. */
function atMessage(state: Transcript, event: MessageEvent, messageID: string, change: AtMessage): Transcript {
  const at = state.messages.findLastIndex(({ info }) => info.id === messageID);
  const message = state.messages[at];
  if (message !== undefined) return change(state, message, at);
  return state.touched === undefined ? state : { ...state, strays: [...state.strays, event] };
}

const grow =
  (properties: EventProperties<'message.part.delta'>): AtMessage =>
  (state, message, at) => {
    const { messageID, partID } = properties;
    const { parts, torn } = growPart(message, properties, !state.witnessed.has(messageID));
    const grown = replaced(state, at, withParts(message, parts));
    return touch(torn ? { ...grown, torn: including(grown.torn, partID) } : grown, partID);
  };

const place =
  (part: Part): AtMessage =>
  (state, message, at) => {
    const next = replaced(state, at, withParts(message, hearPart(message, part, state.torn.has(part.id))));
    return touch(next, part.id);
  };

const replaced = (state: Transcript, at: number, message: LiveMessage): Transcript =>
  state.messages[at] === message ? state : { ...state, messages: state.messages.with(at, message) };

function updateMessage(state: Transcript, info: Message): Transcript {
  const at = state.messages.findLastIndex(message => message.info.id === info.id);
  const known = state.messages[at];
  if (known !== undefined) return touch(replaced(state, at, withInfo(known, info)), info.id);
  const [oldest] = state.messages;
  const isEarlier = state.before !== undefined && oldest !== undefined && createdAt(info) < createdAt(oldest.info);
  if (isEarlier) return state;
  const next = touch({ ...state, messages: inserted(state.messages, { info, parts: [] }) }, info.id);
  return state.gapped ? next : { ...next, witnessed: including(state.witnessed, info.id) };
}

/** The message with another record; the same one if that says the same. */
export function withInfo(message: LiveMessage, info: Message): LiveMessage {
  const next = reuse(message.info, info);
  return next === message.info ? message : { ...message, info: next };
}

function removeMessage(state: Transcript, messageID: string): Transcript {
  const messages = state.messages.filter(({ info }) => info.id !== messageID);
  if (messages.length === state.messages.length) return state;
  return { ...state, messages, witnessed: excluding(state.witnessed, messageID) };
}

function removePart(state: Transcript, { partID }: EventProperties<'message.part.removed'>): Transcript {
  const at = state.messages.findLastIndex(({ parts }) => parts.some(({ id }) => id === partID));
  const message = state.messages[at];
  if (message === undefined) return state;
  return replaced(state, at, { ...message, parts: message.parts.filter(({ id }) => id !== partID) });
}

/** What was said of a part that is gone is not to bring it back. */
const forgetPart = (state: Transcript, { partID }: EventProperties<'message.part.removed'>): Transcript =>
  state.strays.some(isOf(partID)) ? { ...state, strays: state.strays.filter(stray => !isOf(partID)(stray)) } : state;

const isOf =
  (partID: string) =>
  (event: MessageEvent): boolean =>
    event.type === 'message.part.updated'
      ? event.properties.part.id === partID
      : event.type === 'message.part.delta' && event.properties.partID === partID;
