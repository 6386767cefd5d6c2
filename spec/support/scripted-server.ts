import { OpencodeClient } from '../../lib/client.js';
import type { OpencodeClientOptions } from '../../lib/options.js';
import type { MessageWithParts, OpencodeEvent } from '../../lib/wire/index.js';
import {
  eventStream,
  json,
  networkError,
  scriptedFetch,
  type ScriptedCall,
  type ScriptedStream,
} from './scripted-fetch.js';

/** The session a scripted server has. */
export const SESSION = 'ses_1';

/** An endpoint of a scripted server; what it does not answer goes to the usual one. */
type Endpoint = (call: ScriptedCall) => Response | Promise<Response> | undefined;

/**
 * An OpenCode server behind a `fetch`, in the hands of a spec: what it says and stores is what the spec tells it to.
 * It stores nothing by itself and says only `server.connected`.
 */
export class ScriptedServer {
  readonly fetch: typeof fetch;
  readonly calls: readonly ScriptedCall[];
  messages: MessageWithParts[] = [];
  statuses: Record<string, unknown> = {};
  questions: unknown[] = [];
  permissions: unknown[] = [];
  todos: unknown[] = [];
  sessions: Record<string, { id: string; parentID?: string }> = { [SESSION]: { id: SESSION } };
  /** Asked first. */
  override: Endpoint = () => undefined;
  readonly #streams: ScriptedStream[] = [];

  constructor() {
    const { fetch, calls } = scriptedFetch(call => this.override(call) ?? this.#answer(call));
    this.fetch = fetch;
    this.calls = calls;
  }

  /** A client of this server. */
  client(options: OpencodeClientOptions = {}): OpencodeClient {
    return new OpencodeClient({ baseUrl: 'http://scripted.test', fetch: this.fetch, ...options });
  }

  /** Tells everybody who listens. */
  say(...events: readonly (OpencodeEvent | { type: string; properties: object })[]): void {
    for (const event of events) {
      for (const stream of this.#listening()) stream.send(`data: ${JSON.stringify(event)}\n\n`);
    }
  }

  /** Sends bytes as they are, whatever they are a part of. */
  sayBytes(bytes: Uint8Array): void {
    for (const stream of this.#listening()) stream.send(bytes);
  }

  /** Tells everybody who listens now, in so many milliseconds, unless the connection is cut before. */
  sayLater(event: OpencodeEvent, ms: number): void {
    const frame = `data: ${JSON.stringify(event)}\n\n`;
    for (const stream of this.#listening()) {
      setTimeout(() => {
        if (this.#listening().includes(stream)) stream.send(frame);
      }, ms);
    }
  }

  /** Breaks every event stream. */
  cut(): void {
    for (const stream of this.#listening()) stream.cut();
    this.#streams.length = 0;
  }

  /** How many event streams are open. */
  get listeners(): number {
    return this.#listening().length;
  }

  /** The calls of one endpoint: `'POST /session/ses_1/abort'`, or the end of it. */
  callsOf(endpoint: string): readonly ScriptedCall[] {
    return this.calls.filter(({ method, url }) => `${method} ${url.pathname}`.endsWith(endpoint));
  }

  #listening(): readonly ScriptedStream[] {
    return this.#streams.filter(stream => !stream.isCancelled());
  }

  #answer({ method, url }: ScriptedCall): Response {
    const endpoint = `${method} ${url.pathname.replace(SESSION, ':id')}`;
    const answers: Record<string, () => Response> = {
      'GET /event': () => this.#open(),
      'GET /session/status': () => json(this.statuses),
      'GET /session/:id/message': () => json(this.messages),
      'GET /session/:id/todo': () => json(this.todos),
      'GET /question': () => json(this.questions),
      'GET /permission': () => json(this.permissions),
      'POST /session/:id/prompt_async': () => new Response(null, { status: 204 }),
      'POST /session/:id/abort': () => json(true),
    };
    const answer = answers[endpoint];
    if (answer) return answer();
    if (/^POST \/(question|permission)\//.test(endpoint)) return json(true);
    return this.#lookUp(url.pathname);
  }

  #lookUp(path: string): Response {
    const [, , sessionID = '', , messageID] = path.split('/');
    const found =
      messageID === undefined ? this.sessions[sessionID] : this.messages.find(({ info }) => info.id === messageID);
    const what = messageID === undefined ? 'Session' : 'Message';
    return found
      ? json(found)
      : json({ name: 'NotFoundError', data: { message: `${what} not found: x` } }, { status: 404 });
  }

  #open(): Response {
    const stream = eventStream();
    this.#streams.push(stream);
    stream.send('data: {"type":"server.connected","properties":{}}\n\n');
    return stream.response;
  }
}

/** Nobody listens any more and no timer is left, and time is real again: for after each spec in virtual time. */
export function expectNothingLeft(server: ScriptedServer): void {
  expect(server.listeners).toBe(0);
  expect(jest.getTimerCount()).toBe(0);
  jest.useRealTimers();
}

/** An answer that is lost on the way. */
export const lost = (): Promise<Response> => Promise.reject(networkError('ECONNRESET'));

/** A user message as the store has it. */
export const userMessage = (id: string, created = 1): MessageWithParts => ({
  info: { id, sessionID: SESSION, role: 'user', time: { created } },
  parts: [{ id: `${id}_text`, messageID: id, sessionID: SESSION, type: 'text', text: 'the prompt' }],
});

/** The user message by which the server asks itself for a summary. */
export const compactionMessage = (id: string, created: number): MessageWithParts => ({
  info: { id, sessionID: SESSION, role: 'user', time: { created } },
  parts: [{ id: `${id}_compaction`, messageID: id, sessionID: SESSION, type: 'compaction', auto: true }],
});

/** The user message by which the server tells itself to go on. */
export const synthetic = (id: string, created: number): MessageWithParts => ({
  info: { id, sessionID: SESSION, role: 'user', time: { created } },
  parts: [{ id: `${id}_text`, messageID: id, sessionID: SESSION, type: 'text', text: 'Continue.', synthetic: true }],
});

type Assistant = Extract<MessageWithParts['info'], { role: 'assistant' }>;

/** What may be said of it otherwise; undefined leaves a field out. */
type Changes = { readonly [Field in keyof Assistant]?: Assistant[Field] | undefined };

/** An assistant's message as the store has it: one text, completed unless told otherwise. */
export const answer = (parentID: string, text: string, more: Changes = {}): MessageWithParts => {
  const id = more.id ?? `${parentID}_answer`;
  const time = { created: 2, completed: 3 };
  return {
    info: { id, sessionID: SESSION, role: 'assistant', parentID, time, finish: 'stop', ...more } as Assistant,
    parts: [{ id: `${id}_text`, messageID: id, sessionID: SESSION, type: 'text', text, time: { start: 2, end: 3 } }],
  };
};

/** The events that a stored message would have been told by. */
export const told = ({ info, parts }: MessageWithParts): readonly { type: string; properties: object }[] => [
  { type: 'message.updated', properties: { sessionID: SESSION, info } },
  ...parts.map(part => ({ type: 'message.part.updated', properties: { sessionID: SESSION, part } })),
];

/** The session is idle. */
export const idle = { type: 'session.idle', properties: { sessionID: SESSION } };
