import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { titleFor, tokensOf, turnOf, wantsTitle, type ChatRequest } from './conversation.js';
import { EPILOGUE, findScript, type Rule } from './find-script.js';
import { Gates } from './gates.js';
import { play, type Stage } from './play.js';
import { step, text, type FailAct, type Script, type Step } from './script.js';

const DELAY = 2;
const DROP_AFTER = 50;

/** How a scripted model behaves where the script does not say. */
export interface ScriptedModelOptions {
  /** Milliseconds between two pieces of text. @defaultValue 2 */
  readonly delay?: number;
  /** Whether this process may end while the model is there, or the sandbox, which then ends too. @defaultValue `false` */
  readonly unref?: boolean;
}

/** A request the server made to the model. */
export interface ModelRequest {
  readonly prompt: string;
  /** Which step of the turn it asked for, from 0. */
  readonly index: number;
  /** Which attempt at this step it was, from 1. */
  readonly attempt: number;
  readonly title: boolean;
  readonly body: ChatRequest;
}

/** An OpenAI-compatible model on a loopback port that does what scripts say. */
export class ScriptedModel {
  /** Every request so far, oldest first. */
  readonly requests: ModelRequest[] = [];
  /** What the provider's `baseURL` is. */
  url = '';
  readonly #attempts = new Map<string, number>();
  readonly #server: Server;
  #rules: readonly Rule[] = [];
  #gates = new Gates();
  #delay: number;

  private constructor({ delay = DELAY, unref = false }: ScriptedModelOptions) {
    this.#delay = delay;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy());
    });
    if (unref) this.#server.unref().on('connection', (socket: Socket) => socket.unref());
  }

  /** Starts a model on a free port. */
  static async start(options: ScriptedModelOptions = {}): Promise<ScriptedModel> {
    const model = new ScriptedModel(options);
    await new Promise<void>((resolve, reject) => {
      model.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    model.url = `http://127.0.0.1:${String((model.#server.address() as AddressInfo).port)}/v1`;
    return model;
  }

  /** Plays the script for every prompt that holds the text or matches; the newest rule wins. */
  on(match: string | RegExp, script: Script): void {
    this.#rules = [...this.#rules, { match, script }];
  }

  /** Lets scripts go on that stand, or will stand, at `wait(name)`. */
  release(name: string): void {
    this.#gates.release(name);
  }

  /** Resolves when a script has come to `wait(name)`. */
  reached(name: string): Promise<void> {
    return this.#gates.reached(name);
  }

  /** Breaks what is being answered and forgets all rules, requests and released places. */
  reset({ delay = DELAY }: Pick<ScriptedModelOptions, 'delay'> = {}): void {
    this.#delay = delay;
    this.#rules = [];
    this.#gates = new Gates();
    this.#attempts.clear();
    this.requests.length = 0;
    this.#server.closeAllConnections();
  }

  /** Breaks what is being answered and frees the port. */
  async stop(): Promise<void> {
    const closed = new Promise<void>(resolve => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST') await this.#answer((await json(request)) as ChatRequest, response);
    else sendJson(response, 200, { object: 'list', data: [{ id: 'scripted', object: 'model' }] });
  }

  async #answer(body: ChatRequest, response: ServerResponse): Promise<void> {
    const { prompt, index } = turnOf(body);
    const title = wantsTitle(body);
    const attempt = this.#attempt(body);
    this.requests.push({ prompt, index, attempt, title, body });
    const acts = title ? step(text(titleFor(prompt))) : (findScript(prompt, this.#rules)[index] ?? EPILOGUE);
    const failure = acts.find((act): act is FailAct => 'fail' in act && attempt <= (act.times ?? Infinity));
    const stage = this.#stage(body, attempt, response);
    if (failure === undefined) return stream(response, acts, stage);
    await hold(acts.slice(0, acts.indexOf(failure)), stage);
    refuse(response, failure);
  }

  #attempt(body: ChatRequest): number {
    const key = createHash('sha1').update(JSON.stringify(body.messages)).digest('base64');
    const attempt = (this.#attempts.get(key) ?? 0) + 1;
    this.#attempts.set(key, attempt);
    return attempt;
  }

  #stage(body: ChatRequest, attempt: number, response: ServerResponse): Stage {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    return {
      attempt,
      delay: this.#delay,
      inputTokens: tokensOf(body),
      sleep: milliseconds => sleep(milliseconds, undefined, { signal: gone.signal }),
      gate: name => Promise.race([this.#gates.pass(name), aborted(gone.signal)]),
    };
  }
}

async function stream(response: ServerResponse, acts: Step, stage: Stage): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  for await (const played of play(acts, stage)) {
    if (response.destroyed) return;
    if (played === 'drop') return breakOff(response);
    response.write(`data: ${JSON.stringify(played.chunk)}\n\n`);
  }
  response.end('data: [DONE]\n\n');
}

/** A refusal comes before any word, but after the gates that stand before it. */
async function hold(acts: Step, stage: Stage): Promise<void> {
  for (const act of acts) if ('wait' in act) await stage.gate(act.wait);
}

/** What was said before shall arrive first: the reader takes both in one gulp otherwise, and hears nothing of it. */
async function breakOff(response: ServerResponse): Promise<void> {
  await sleep(DROP_AFTER);
  response.destroy();
}

function refuse(response: ServerResponse, { fail, message, retryAfter = 100 }: FailAct): void {
  response.setHeader('retry-after-ms', String(retryAfter));
  sendJson(response, fail, { error: { message: message ?? `The script says ${String(fail)}`, type: 'scripted' } });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error('The server hung up')), { once: true });
  });
}
