import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A request as it came by. */
export interface ProxiedRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** What came by, in one order for both directions: a request, an event of a stream, or the end of a stream. */
export type Mark =
  | { readonly kind: 'request'; readonly name: string; readonly at: number }
  | { readonly kind: 'event'; readonly name: string; readonly at: number }
  | { readonly kind: 'streamEnded'; readonly name: string; readonly at: number };

/** What goes wrong with a request. */
export type Fault =
  /** The socket closes, the server never hears of it. */
  | { readonly kind: 'refuse' }
  /** The proxy answers instead of the server. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  /** The server gets it and answers; the answer is lost with the socket. */
  | { readonly kind: 'loseAnswer' }
  /** The socket closes after so many bytes of the answer's body. */
  | { readonly kind: 'cut'; readonly after: number };

/** Which requests a fault is for: `'POST'`, a piece of the path, or any question about it. */
export type Matcher = string | ((request: ProxiedRequest) => boolean);

interface PlannedFault {
  readonly match: Matcher;
  readonly fault: Fault;
  times: number;
}

/** Starts a proxy in front of a server. */
export async function countingProxy(target: string): Promise<CountingProxy> {
  const proxy = new CountingProxy(target);
  await proxy.up();
  return proxy;
}

/** A loopback proxy that remembers what passed, and breaks what it is told to break. */
export class CountingProxy {
  /** Every request, oldest first. */
  readonly requests: ProxiedRequest[] = [];
  /** Requests, events and ends of streams, in the order they passed. */
  readonly timeline: Mark[] = [];
  readonly #streams = new Set<ServerResponse>();
  readonly #faults: PlannedFault[] = [];
  readonly #target: URL;
  #server: Server | undefined;
  #port = 0;

  constructor(target: string) {
    this.#target = new URL(target);
  }

  /** The URL that leads through the proxy. */
  get url(): string {
    return `http://127.0.0.1:${String(this.#port)}`;
  }

  /** How many event streams are open now. */
  get openStreams(): number {
    return this.#streams.size;
  }

  /** The requests whose method and path are this, for instance `'POST /session/ses_1/prompt_async'` or its end. */
  count(name: string): number {
    return this.requests.filter(({ method, path }) => `${method} ${path}`.endsWith(name)).length;
  }

  /** Breaks the next matching requests. */
  break(match: Matcher, fault: Fault, times = 1): void {
    this.#faults.push({ match, fault, times });
  }

  /** Cuts every open event stream, now. */
  cut(): void {
    for (const stream of this.#streams) stream.destroy();
  }

  /** Accepts connections again, on the same port. */
  async up(): Promise<void> {
    const server = createServer((from, to) => void this.#serve(from, to).catch(() => to.destroy()));
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Cuts everything and refuses connections (`ECONNREFUSED`) until `up()`. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise<void>(resolve => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.down();
  }

  async #serve(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const body = await buffer(from);
    const seen = this.#record(from, body.toString());
    const fault = this.#faultFor(seen);
    if (fault?.kind === 'refuse') to.destroy();
    else if (fault?.kind === 'answer') to.writeHead(fault.status, fault.headers).end(fault.body);
    else this.#forward(from, body, to, fault);
  }

  #forward(from: IncomingMessage, body: Buffer, to: ServerResponse, fault: Fault | undefined): void {
    const { hostname, port, host } = this.#target;
    const headers = { ...from.headers, host };
    const onward = request({ hostname, port, path: from.url, method: from.method, headers, agent: false });
    to.once('close', () => onward.destroy());
    onward.once('error', () => to.destroy());
    onward.once('response', answer => this.#answer(answer, to, fault, from.url ?? ''));
    onward.end(body);
  }

  #answer(answer: IncomingMessage, to: ServerResponse, fault: Fault | undefined, name: string): void {
    if (fault?.kind === 'loseAnswer') return void to.destroy();
    to.writeHead(answer.statusCode ?? 502, answer.headers);
    to.flushHeaders();
    if (answer.headers['content-type']?.startsWith('text/event-stream')) this.#watch(answer, to, name);
    answer.once('error', () => to.destroy()).once('end', () => to.end());
    pass(answer, to, fault?.kind === 'cut' ? fault.after : Infinity);
  }

  #watch(answer: IncomingMessage, to: ServerResponse, name: string): void {
    let rest = '';
    this.#streams.add(to);
    answer.on('data', (bytes: Buffer) => {
      const frames = (rest + bytes.toString('latin1')).split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) this.#mark('event', typeOf(frame));
    });
    to.once('close', () => {
      this.#streams.delete(to);
      this.#mark('streamEnded', name);
    });
  }

  #record({ method = 'GET', url = '/' }: IncomingMessage, body: string): ProxiedRequest {
    const { pathname, searchParams } = new URL(url, this.#target);
    const seen = { method, path: pathname, query: searchParams, body, at: Date.now() };
    this.requests.push(seen);
    this.#mark('request', `${method} ${pathname}`);
    return seen;
  }

  #mark(kind: Mark['kind'], name: string): void {
    this.timeline.push({ kind, name, at: Date.now() });
  }

  #faultFor(seen: ProxiedRequest): Fault | undefined {
    const planned = this.#faults.find(({ match, times }) => times > 0 && matches(match, seen));
    if (planned) planned.times--;
    return planned?.fault;
  }
}

function matches(match: Matcher, seen: ProxiedRequest): boolean {
  return typeof match === 'function' ? match(seen) : `${seen.method} ${seen.path}`.includes(match);
}

/** Hands bytes on, and closes the socket after `limit` of them; a slow reader slows the server down. */
function pass(answer: IncomingMessage, to: ServerResponse, limit: number): void {
  let left = limit;
  answer.on('data', (bytes: Buffer) => {
    const more = to.write(bytes.subarray(0, Math.min(left, bytes.length)), () => {
      if (left <= 0) to.destroy();
    });
    left -= bytes.length;
    if (!more) answer.pause();
  });
  to.on('drain', () => answer.resume());
}

const typeOf = (frame: string): string => /"type":"([^"]+)"/.exec(frame)?.[1] ?? frame.slice(0, 40);
