import type { OpencodeClient } from '../../lib/client.js';
import type { OpencodeClientOptions } from '../../lib/options.js';
import { notFound } from '../../lib/testing/http/answers.js';
import { ScriptedOpencode, type ScriptedRequest } from '../../lib/testing/index.js';
import type { MessageWithParts, OpencodeEvent } from '../../lib/wire/index.js';
import { json, networkError } from './scripted-fetch.js';

/** The session a scripted server has. */
export const SESSION = 'ses_1';

/** An endpoint of a scripted server; what it does not answer goes to the usual one. */
type Endpoint = (call: ScriptedRequest) => Response | Promise<Response> | undefined;

/**
 * A scripted OpenCode whose store is in the hands of a spec as well: what it stores and what it says need not agree. It
 * stores nothing by itself and says only `server.connected`.
 */
export class ScriptedServer {
  readonly fetch: typeof fetch;
  readonly calls: readonly ScriptedRequest[];
  messages: MessageWithParts[] = [];
  statuses: Record<string, unknown> = {};
  questions: unknown[] = [];
  permissions: unknown[] = [];
  todos: unknown[] = [];
  sessions: Record<string, { id: string; parentID?: string }> = { [SESSION]: { id: SESSION } };
  /** Asked first. */
  override: Endpoint = () => undefined;
  readonly #server = new ScriptedOpencode({ heartbeat: false });

  constructor() {
    this.#server.on('*', call => this.override(call) ?? this.#answer(call));
    this.fetch = this.#server.fetch;
    this.calls = this.#server.requests;
  }

  /** A client of this server. */
  client(options: OpencodeClientOptions = {}): OpencodeClient {
    return this.#server.client(options);
  }

  /** Tells everybody who listens. */
  say(...events: readonly (OpencodeEvent | { type: string; properties: object })[]): void {
    for (const event of events) this.#server.garbage(`data: ${JSON.stringify(event)}\n\n`);
  }

  /** Tells everybody who listens, all in one chunk. */
  sayTogether(...events: readonly (OpencodeEvent | { type: string; properties: object })[]): void {
    this.#server.garbage(events.map(event => `data: ${JSON.stringify(event)}\n\n`).join(''));
  }

  /** Breaks every event stream. */
  cut(): void {
    this.#server.cut();
  }

  /** How many event streams are open. */
  get listeners(): number {
    return this.#server.connections;
  }

  /** The calls of one endpoint: `'POST /session/ses_1/abort'`, or the end of it. */
  callsOf(endpoint: string): readonly ScriptedRequest[] {
    return this.calls.filter(({ method, url }) => `${method} ${url.pathname}`.endsWith(endpoint));
  }

  /** Undefined is for the event stream, which is the scripted server's own. */
  #answer({ method, url }: ScriptedRequest): Response | undefined {
    const endpoint = `${method} ${url.pathname.replace(SESSION, ':id')}`;
    if (endpoint === 'GET /event') return undefined;
    const answers: Record<string, () => Response> = {
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
    return found ? json(found) : notFound(messageID === undefined ? 'Session' : 'Message', 'x');
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
