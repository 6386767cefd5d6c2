import type { Subscription } from 'rxjs';
import { OpencodeClient } from '../client.js';
import type { OpencodeClientOptions } from '../options.js';
import type { Fetch } from '../transport/http.js';
import { checkEvent, type EventProperties, type EventType, type OpencodeEvent, type Session } from '../wire/index.js';
import type { Script } from './script/acts.js';
import { Backstage } from './backstage.js';
import { endpoint } from './http/endpoint.js';
import type { FaultOptions } from './http/faults.js';
import type { ScriptedOpencodeOptions } from './options.js';
import { playPast } from './agent/past.js';
import { playEvents, type PlayOptions } from './world/play.js';
import { promptOf } from './agent/prompt.js';
import type { Responder } from './http/router.js';
import type { ScriptedRequest } from './http/scripted-fetch.js';
import type { PromptMatch, ScriptSource } from './script/scripts.js';
import { created, newSession } from './world/sessions.js';
import type { Store } from './world/store.js';

/**
 * An OpenCode server behind a `fetch`, in the hands of a test. It stores what happens and answers as the real one does;
 * what its model says is scripted by {@link ScriptedOpencode.onPrompt}, and its connections break when the test wants.
 */
export class ScriptedOpencode {
  /** What the client sends with: `new OpencodeClient({ fetch: server.fetch })`. */
  readonly fetch: Fetch;
  /** Every request so far, in order. */
  readonly requests: readonly ScriptedRequest[];
  /** What the server has stored. */
  readonly store: Store;
  readonly #backstage: Backstage;

  constructor(options: ScriptedOpencodeOptions = {}) {
    checkWorld();
    this.#backstage = new Backstage(options);
    const { wire, store } = this.#backstage;
    this.fetch = wire.fetch;
    this.requests = wire.requests;
    this.store = store;
  }

  /** How many event streams are open. */
  get connections(): number {
    return this.#backstage.streams.size;
  }

  /** A client of this server. */
  client(options: OpencodeClientOptions = {}): OpencodeClient {
    return new OpencodeClient({ baseUrl: 'http://opencode.test', fetch: this.fetch, ...options });
  }

  /** The requests to one endpoint, for instance `'POST /session/:id/prompt_async'`. */
  requestsTo(pattern: string): readonly ScriptedRequest[] {
    const parametersOf = endpoint(pattern);
    return this.requests.filter(request => parametersOf(request) !== undefined);
  }

  /** Makes a session, as if somebody else had; `ses_1` is the first. */
  addSession(fields: Partial<Session> = {}): Session {
    const session = newSession(this.#backstage.world, fields);
    this.#backstage.world.happen(created(session));
    return session;
  }

  /** Puts a turn that is over behind those of a session. Nobody is told: add history before somebody looks. */
  addTurn(sessionID: string, prompt: string, script: Script = 'Done.'): void {
    playPast(this.#backstage.world, this.#known('addTurn', sessionID), prompt, script);
  }

  /** How prompts are answered from now on: all of them, or those that match. The newest script that matches counts. */
  onPrompt(script: ScriptSource): this;
  onPrompt(match: PromptMatch, script: ScriptSource): this;
  onPrompt(...args: readonly [ScriptSource] | readonly [PromptMatch, ScriptSource]): this {
    if (args.length === 1) this.#backstage.scripts.add('', args[0]);
    else this.#backstage.scripts.add(...args);
    return this;
  }

  /** Somebody else prompts a session. */
  prompt(sessionID: string, text: string, script?: Script): void {
    const body = { parts: [{ type: 'text', text }] };
    const prompt = promptOf(this.#backstage.world, this.#known('prompt', sessionID), body);
    void this.#backstage.agent.prompt(prompt, script ?? this.#backstage.scripts.for(prompt));
  }

  /** Something happens: it is stored and told. Throws a `TypeError` that names what is wrong with an event. */
  emit<Type extends EventType>(type: Type, properties: EventProperties<Type>): void;
  emit(...events: readonly OpencodeEvent[]): void;
  emit<Type extends EventType>(...args: readonly [Type, EventProperties<Type>] | readonly OpencodeEvent[]): void {
    const [type, properties] = args;
    const events = typeof type === 'string' ? [{ type, properties }] : args;
    this.#backstage.world.happen(...events.map(checked));
  }

  /** Lets recorded events happen (see `readTrace`), one after the other; resolves after the last. */
  play(events: readonly OpencodeEvent[], options: PlayOptions = {}): Promise<void> {
    return playEvents(this.#backstage.world, events.map(checked), options);
  }

  /** Answers an endpoint otherwise: `server.on('GET /vcs', () => ({ branch: 'main' }))`. The newest is asked first. */
  on(pattern: string, respond: Responder): this {
    this.#backstage.router.add(pattern, respond);
    return this;
  }

  /** Breaks every event stream. */
  cut(): void {
    this.#backstage.streams.close('cut');
  }

  /** Ends every event stream properly. */
  end(): void {
    this.#backstage.streams.close('end');
  }

  /** Sends bytes that are no event, or not a whole one, to whoever listens. */
  garbage(bytes: string | Uint8Array = 'data: {"type": \n\n'): void {
    this.#backstage.streams.send(bytes);
  }

  /** Answers with a status, or not at all (`'network'`: nothing arrives); unsubscribing takes it back. */
  refuse(status: number | 'network', options: FaultOptions = {}): Subscription {
    return this.#backstage.faults.add({ kind: 'refuse', status }, options);
  }

  /** Does what it is asked, and loses the answer on the way; unsubscribing takes it back. */
  lose(options: FaultOptions = {}): Subscription {
    return this.#backstage.faults.add({ kind: 'lose' }, options);
  }

  /**
   * Lets answers take so many milliseconds (`Infinity`: for ever). An answer tells what was so when it was asked for; an
   * event stream opens late. Unsubscribing takes it back.
   */
  delay(ms: number, options: FaultOptions = {}): Subscription {
    return this.#backstage.faults.add({ kind: 'delay', ms }, options);
  }

  /** The server is killed: statuses, questions, permissions and running turns are gone, and nobody answers. */
  down(): void {
    this.#backstage.down();
  }

  /** The server is started again. */
  up(): void {
    this.#backstage.up();
  }

  #known(method: string, sessionID: string): string {
    if (this.store.session(sessionID) === undefined) throw new TypeError(`${method}: there is no session ${sessionID}`);
    return sessionID;
  }
}

function checked(given: unknown): OpencodeEvent {
  const { event, invalid } = checkEvent(given);
  if (invalid) throw new TypeError(`emit: ${invalid.type ?? 'no event'}: ${invalid.reason}`);
  return event;
}

/** What a page or Node has, and jsdom under jest has not. */
function checkWorld(): void {
  const missing = ['Headers', 'ReadableStream', 'Request', 'Response', 'TextEncoder', 'URL'].filter(
    name => !(name in globalThis),
  );
  if (missing.length > 0) throw new TypeError(`ScriptedOpencode needs ${missing.join(', ')}, which is not here`);
}
