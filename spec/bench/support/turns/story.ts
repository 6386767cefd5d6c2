import type { AssistantMessage, MessageWithParts, OpencodeEvent, Part } from '../../../../lib/wire/index.js';

/** A turn that is told in many deltas. */
export interface Story {
  readonly sessionID: string;
  readonly deltas: number;
  /** How many parts its answer has; the last one is told in the deltas. */
  readonly parts: number;
}

/** An id as long as the server's. */
const idOf = (prefix: string, at: number | string): string => `${prefix}_1fc23a4b${String(at).padStart(18, '0')}`;

/** The id of a session as long as the server's. */
export const sessionIDOf = (at: number): string => idOf('ses', at);

const answerID = ({ sessionID }: Story): string => `msg${sessionID.slice(3)}`;
const spokenID = ({ sessionID }: Story): string => `prt${sessionID.slice(3)}`;

const word = (at: number): string => `word-${String(at)} `;

/** All that is said in the deltas. */
export const textOf = ({ deltas }: Story): string => Array.from({ length: deltas }, (_, at) => word(at)).join('');

const infoOf = (story: Story, promptID: string): AssistantMessage => ({
  ...{ id: answerID(story), sessionID: story.sessionID, role: 'assistant', parentID: promptID },
  ...{ cost: 0, time: { created: 2 } },
});

const spoken = (story: Story, text: string, time: { start: number; end?: number }): Part => ({
  ...{ id: spokenID(story), messageID: answerID(story), sessionID: story.sessionID },
  ...{ type: 'text', text, time },
});

/** The parts before the one that is spoken: every other one a tool call. */
const earlier = (story: Story): readonly Part[] =>
  Array.from({ length: story.parts - 1 }, (_, at): Part => {
    const place = { id: idOf('prt', `e${String(at)}`), messageID: answerID(story), sessionID: story.sessionID };
    return at % 2 === 0
      ? { ...place, type: 'text', text: 'Some words that were said before. ', time: { start: 1, end: 2 } }
      : { ...place, type: 'tool', tool: 'bash', state: { status: 'completed', input: {}, output: 'done' } };
  });

const updated = (part: Part): OpencodeEvent => ({
  type: 'message.part.updated',
  properties: { sessionID: part.sessionID ?? '', part },
});

const status = ({ sessionID }: Story, type: 'busy' | 'idle'): OpencodeEvent => ({
  type: 'session.status',
  properties: { sessionID, status: { type } },
});

const promptOf = ({ sessionID }: Story, id: string): MessageWithParts['info'] => ({
  ...{ id, sessionID, role: 'user', time: { created: 1 } },
});

/** What is told up to the first delta. */
export const beginningOf = (story: Story, promptID: string): readonly OpencodeEvent[] => [
  { type: 'message.updated', properties: { sessionID: story.sessionID, info: promptOf(story, promptID) } },
  status(story, 'busy'),
  { type: 'message.updated', properties: { sessionID: story.sessionID, info: infoOf(story, promptID) } },
  ...earlier(story).map(updated),
  updated(spoken(story, '', { start: 1 })),
];

/** The deltas. */
export const wordsOf = (story: Story): readonly OpencodeEvent[] =>
  Array.from({ length: story.deltas }, (_, at) => ({
    type: 'message.part.delta',
    properties: {
      ...{ sessionID: story.sessionID, messageID: answerID(story), partID: spokenID(story) },
      ...{ field: 'text', delta: word(at) },
    },
  }));

/** What is told after the last delta. */
export const endOf = (story: Story, promptID: string): readonly OpencodeEvent[] => [
  updated(spoken(story, textOf(story), { start: 1, end: 2 })),
  { type: 'message.updated', properties: { sessionID: story.sessionID, info: completed(story, promptID) } },
  status(story, 'idle'),
  { type: 'session.idle', properties: { sessionID: story.sessionID } },
];

const completed = (story: Story, promptID: string): AssistantMessage => ({
  ...infoOf(story, promptID),
  ...{ finish: 'stop', time: { created: 2, completed: 3 } },
});

/** What is stored while it is told: of a text that is open, nothing. */
export const storedOf = (story: Story, promptID: string): readonly MessageWithParts[] => [
  { info: promptOf(story, promptID), parts: [] },
  { info: infoOf(story, promptID), parts: [...earlier(story), spoken(story, '', { start: 1 })] },
];

/** What is stored in the end. */
export const storedAtEnd = (story: Story, promptID: string): readonly MessageWithParts[] => [
  { info: promptOf(story, promptID), parts: [] },
  {
    info: completed(story, promptID),
    parts: [...earlier(story), spoken(story, textOf(story), { start: 1, end: 2 })],
  },
];

/** Events as the bytes of an event stream. */
export const bytesOf = (events: readonly OpencodeEvent[]): Buffer =>
  Buffer.from(events.map((event, at) => `data: ${JSON.stringify({ id: idOf('evt', at), ...event })}\n\n`).join(''));

/** Bytes cut where a socket might. */
export const pieces = (bytes: Buffer, size = 65_536): readonly Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
