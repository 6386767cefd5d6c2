import { blank, fence, hear, type Transcript } from '../../lib/live/transcript/transcript.js';
import { take, type StoredHistory } from '../../lib/live/transcript/truth.js';
import type { MessageWithParts, OpencodeEvent, Part } from '../../lib/wire/index.js';
import { deepFreeze } from './deep-freeze.js';

const SESSION = 'ses_1';

/** A user message as the store has it. */
export const user = (id: string, created: number, text = 'hi'): MessageWithParts => ({
  info: { id, sessionID: SESSION, role: 'user', time: { created } },
  parts: [{ id: `${id}_t`, messageID: id, type: 'text', text }],
});

/** An answer as the store has it, not yet completed. */
export const assistant = (id: string, created: number, ...parts: readonly Part[]): MessageWithParts => ({
  info: { id, sessionID: SESSION, role: 'assistant', time: { created } },
  parts,
});

/** An answer that has ended. */
export const completed = ({ info, parts }: MessageWithParts): MessageWithParts => ({
  info: { ...info, time: { ...info.time, completed: 99 } } as MessageWithParts['info'],
  parts,
});

/** A text, which ends at some time or is still being said. */
export const text = (id: string, messageID: string, words: string, end?: number): Part => ({
  ...{ id, messageID, type: 'text', text: words },
  time: end === undefined ? { start: 1 } : { start: 1, end },
});

/** A tool call in some state. */
export const tool = (
  id: string,
  messageID: string,
  status: 'running' | 'completed' | 'error',
  more: object = {},
): Part => ({
  id,
  messageID,
  type: 'tool',
  tool: 'bash',
  state: { status, input: {}, ...more },
});

/** An event of which a transcript looks at no more than this. */
export const event = (type: string, properties: object) => ({ type, properties }) as unknown as OpencodeEvent;
/** A message was told of. */
export const recorded = ({ info }: MessageWithParts) => event('message.updated', { info });
/** A part was told of. */
export const placed = (part: Part) => event('message.part.updated', { part });
/** A text grew. */
export const grown = (partID: string, messageID: string, delta: string) =>
  event('message.part.delta', { messageID, partID, field: 'text', delta });
/** A message was removed. */
export const gone = (messageID: string) => event('message.removed', { messageID });
/** A part was removed. */
export const partGone = (partID: string) => event('message.part.removed', { partID });

/** What a read of the store found. */
export const stored = (messages: readonly MessageWithParts[], more: Partial<StoredHistory> = {}): StoredHistory => ({
  messages,
  before: undefined,
  busy: true,
  ...more,
});

/** A transcript that was read. */
export const having = (...messages: readonly MessageWithParts[]): Transcript =>
  deepFreeze(take(fence(blank), stored(messages)));

/** What becomes of it when these are heard. */
export const after = (state: Transcript, ...events: readonly OpencodeEvent[]): Transcript =>
  events.reduce((next, one) => deepFreeze(hear(next, deepFreeze(one))), state);

/** The parts of a message. */
export const partsOf = ({ messages }: Transcript, id: string) => messages.find(({ info }) => info.id === id)?.parts;
/** A part of a message. */
export const partOf = (state: Transcript, messageID: string, id: string) =>
  partsOf(state, messageID)?.find(part => part.id === id);
/** The messages there are. */
export const idsOf = ({ messages }: Transcript) => messages.map(({ info }) => info.id);
