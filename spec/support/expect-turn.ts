import { isStreamOnly, type Reply, type ReplyPart, type ReplyStream } from '../../lib/index.js';
import type { Live } from './live.js';
import type { Recording } from './recording.js';
import { storedMessages, type StoredMessage } from './sandbox.js';

/** What the server has stored of a turn: the assistant messages that answer the prompt, oldest first. */
export async function storedTurn(live: Live, stream: ReplyStream): Promise<readonly StoredMessage[]> {
  const messages = await storedMessages(live.sandbox, stream.sessionID);
  return messages.filter(({ info }) => info.role === 'assistant' && info.parentID === stream.messageID);
}

/** How many prompts were posted. */
export const posts = ({ proxy }: Live): number => proxy.count('/prompt_async');

/** What must hold of every turn that ran to its end: see the functions it calls. */
export async function expectWhole(live: Live, stream: ReplyStream, seen: Recording<Reply>): Promise<void> {
  await seen.completion();
  expectOnePromptAfterConnected(live);
  expect(seen.atOnce[0]?.status).toBe('waiting');
  await expectAsStored(live, stream, seen);
}

/** The event stream was open, and the server had said so, before the one prompt was posted. */
export function expectOnePromptAfterConnected(live: Live): void {
  const { proxy } = live;
  const at = (name: RegExp) => proxy.timeline.findIndex(mark => name.test(mark.name));
  expect(posts(live)).toBe(1);
  expect(proxy.count('GET /event')).toBe(1);
  expect(at(/^GET \/event$/)).toBeGreaterThanOrEqual(0);
  expect(at(/^server\.connected$/)).toBeGreaterThan(at(/^GET \/event$/));
  expect(at(/\/prompt_async$/)).toBeGreaterThan(at(/^server\.connected$/));
}

/**
 * The last snapshot is what the server stored, and no snapshot showed a text that is not the beginning of a stored one.
 * Whatever is not stored under the turn's assistant messages, the user's own text above all, shows nowhere.
 */
export async function expectAsStored(live: Live, stream: ReplyStream, seen: Recording<Reply>): Promise<void> {
  expectShown(seen, await storedTurn(live, stream));
}

/** As {@link expectAsStored}, for stored messages at hand. */
export function expectShown(seen: Recording<Reply>, stored: readonly StoredMessage[]): void {
  const parts = stored.flatMap(message => message.parts);
  expect(seen.last.parts).toEqual(parts.filter(isShown).map(asShown));
  expect(seen.last.info?.id).toBe(stored.at(-1)?.info.id);
  expect(seen.last.cost).toBeCloseTo(sum(parts.map(part => part['cost'])), 10);
  const byID = new Map(parts.map(part => [part['id'], part]));
  const shown = new Set(seen.values.flatMap(reply => reply.parts));
  expect([...shown].filter(part => !isBeginning(part, byID.get(part.id)))).toEqual([]);
}

/**
 * Of a text that never ended (a retried step's) the server stores nothing, and older servers trim one that did. A todo
 * list may be heard of before the call that sets it, and is a part of its own until then.
 */
function isBeginning(shown: ReplyPart, stored: StoredPart | undefined): boolean {
  if (isStreamOnly(shown)) return true;
  const isOpen = (stored?.['time'] as { end?: number } | undefined)?.end === undefined;
  if (stored === undefined || isOpen || !('content' in shown)) return stored !== undefined;
  return stored.text?.startsWith(shown.content) === true || stored.text === shown.content.trimEnd();
}

type StoredPart = StoredMessage['parts'][number];

const sum = (numbers: readonly unknown[]): number => numbers.map(Number).reduce((a, b) => a + (b || 0), 0);

const isShown = ({ type }: StoredPart): boolean => ['text', 'reasoning', 'tool', 'file', 'patch'].includes(type);

/** A stored part as a reply shows it, made without a line of the library. */
function asShown(part: StoredPart): object {
  const { id, messageID, type } = part;
  if (type === 'text' || type === 'reasoning') return { id, messageID, type, content: part.text };
  if (type === 'file') return { id, messageID, type, ...pick(part, 'mime', 'filename', 'url') };
  if (type === 'patch') return { id, messageID, type, ...pick(part, 'hash', 'files') };
  const { status, title, input, metadata, output, error } = part['state'] as StoredState;
  const fields = { title, input, metadata, output, error: error?.slice(0, 200), callID: part['callID'] };
  const tool = part['tool'] === 'invalid' ? input?.['tool'] : part['tool'];
  return { id, messageID, type, status, tool, ...nonEmpty(fields) };
}

interface StoredState {
  readonly status: string;
  readonly title?: string;
  readonly input?: Readonly<Record<string, unknown>>;
  readonly metadata?: object;
  readonly output?: string;
  readonly error?: string;
}

const pick = (part: StoredPart, ...names: string[]): object =>
  Object.fromEntries(names.flatMap(name => (name in part ? [[name, part[name]]] : [])));

const nonEmpty = (fields: object): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => !['', '{}', undefined].includes(asText(value))));

const asText = (value: unknown): string | undefined => (typeof value === 'string' ? value : JSON.stringify(value));
