import type { EventOf, MessageWithParts, OpencodeEvent, Part } from '../../../../lib/wire/index.js';

/** A dashboard at work. */
export interface Scene {
  /** How many sessions are watched; the first one speaks. */
  readonly sessions: number;
  /** How many subscribers there are, all sessions taken together. */
  readonly subscribers: number;
  /** How many messages each session has; the last is being said. */
  readonly messages: number;
  /** How many parts the last message has; the last is being said. */
  readonly parts: number;
}

/** The id of one of the sessions. */
export const sessionID = (at: number): string => `ses_${String(at)}`;

const WORDS = 'Some words of a message that was said long ago. ';

/** What the server has stored of a session. */
export function transcript(id: string, { messages, parts }: Scene): readonly MessageWithParts[] {
  return Array.from({ length: messages }, (_nothing, at) => message(id, at, at === messages - 1 ? parts : 2));
}

function message(id: string, at: number, parts: number): MessageWithParts {
  const isUser = at % 2 === 0;
  const time = { created: at + 1, ...(isUser ? {} : { completed: at + 1 }) };
  const role = isUser ? ('user' as const) : ('assistant' as const);
  const info = { id: `${id}_m${String(at)}`, sessionID: id, role, time } as MessageWithParts['info'];
  return { info, parts: Array.from({ length: isUser ? 1 : parts }, (_nothing, index) => part(info, index)) };
}

function part({ id, sessionID: owner }: MessageWithParts['info'], at: number): Part {
  const place = { id: `${id}_p${String(at)}`, messageID: id, sessionID: owner ?? '' };
  return { ...place, type: 'text', text: WORDS.repeat(3), time: { start: 1, end: 2 } };
}

const SPEAKER = sessionID(0);

/** The part that is being said. */
const SPOKEN = `${SPEAKER}_spoken`;

/** The message that is being said: one more than are stored. */
const ANSWER = `${SPEAKER}_answer`;

/** What opens the text that the deltas are of, behind the other parts of its message. */
export function opening({ messages, parts }: Scene): readonly OpencodeEvent[] {
  const time = { created: messages + 1 };
  const info = { id: ANSWER, sessionID: SPEAKER, role: 'assistant', time } as MessageWithParts['info'];
  const others = Array.from({ length: parts - 1 }, (_nothing, at) => part(info, at));
  const spoken = { id: SPOKEN, messageID: ANSWER, sessionID: SPEAKER, type: 'text', text: '', time: { start: 1 } };
  return [
    { type: 'message.updated', properties: { sessionID: SPEAKER, info } },
    ...[...others, spoken as Part].map((each): OpencodeEvent => ({
      type: 'message.part.updated',
      properties: { sessionID: SPEAKER, part: each },
    })),
  ];
}

/** One more word, as the server tells of it. */
export const delta = (at: number): EventOf<'message.part.delta'> => ({
  type: 'message.part.delta',
  properties: { sessionID: SPEAKER, messageID: ANSWER, partID: SPOKEN, field: 'text', delta: `word-${String(at)} ` },
});

/** How long the text of these deltas is. */
export const lengthOf = (deltas: readonly EventOf<'message.part.delta'>[]): number =>
  deltas.reduce((length, { properties }) => length + properties.delta.length, 0);

/** Events as the bytes of an event stream, cut where a socket might. */
export function bytesOf(events: readonly OpencodeEvent[], size = 16_384): readonly Uint8Array[] {
  const frames = events.map((event, at) => `data: ${JSON.stringify({ id: `evt_${String(at)}`, ...event })}\n\n`);
  const all = new TextEncoder().encode(frames.join(''));
  return Array.from({ length: Math.ceil(all.length / size) }, (_nothing, at) =>
    all.subarray(at * size, (at + 1) * size),
  );
}
