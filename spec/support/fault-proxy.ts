import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { FaultPlan, type Fault, type Matcher, type ProxiedRequest } from './faults.js';
import { Budget, Line, pass, piecesOf, UNREF } from './proxied-body.js';

/** What came by, in one order for both directions: a request, an event of a stream, or the end of a stream. */
export type Mark =
  | { readonly kind: 'request'; readonly name: string; readonly at: number }
  | { readonly kind: 'event'; readonly name: string; readonly at: number }
  | { readonly kind: 'streamEnded'; readonly name: string; readonly at: number };

/** Starts a proxy in front of a server. */
export async function faultProxy(target: string): Promise<FaultProxy> {
  const proxy = new FaultProxy(target);
  await proxy.up();
  return proxy;
}

/** A loopback proxy that remembers what passed, and breaks what it is told to break. */
export class FaultProxy {
  /** Every request, oldest first. */
  readonly requests: ProxiedRequest[] = [];
  /** Requests, events and ends of streams, in the order they passed. */
  readonly timeline: Mark[] = [];
  readonly #streams = new Set<ServerResponse>();
  readonly #plan = new FaultPlan();
  readonly #events = new Budget();
  readonly #target: URL;
  #line = new Line();
  #stalled: Line[] = [];
  readonly #servers: Server[] = [];
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

  /** Breaks the next matching requests, one unless told otherwise; calling the answer mends it. */
  break(match: Matcher, fault: Fault, times = 1): () => void {
    return this.#plan.add(match, fault, times);
  }

  /** Cuts every open event stream, now. */
  cut(): void {
    for (const stream of this.#streams) stream.destroy();
  }

  /** Cuts the event stream when so many more bytes of events have passed, on this connection or on later ones. */
  cutAfter(bytes: number): void {
    this.#events.bytes = bytes;
  }

  /**
   * Half-open: connections stay open, and no byte passes in either direction until `flow()`. So it is with new ones,
   * unless they are to pass.
   */
  stall({ newcomers }: { readonly newcomers: 'stall' | 'pass' } = { newcomers: 'stall' }): void {
    this.#line.stall();
    this.#stalled.push(this.#line);
    if (newcomers === 'pass') this.#line = new Line();
  }

  /** What was stalled goes on where it stood. */
  flow(): void {
    for (const line of this.#stalled.splice(0)) line.flow();
  }

  /** Accepts connections again, on the same port. */
  async up(): Promise<void> {
    const server = createServer((from, to) => void this.#serve(from, to).catch(() => to.destroy()));
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(this.#port, '127.0.0.1', resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#servers.push(server);
  }

  /** Refuses new connections (`ECONNREFUSED`) until `up()`; those that are open live on. */
  closeDoor(): void {
    for (const server of this.#servers) server.close();
  }

  /** Cuts everything and refuses connections (`ECONNREFUSED`) until `up()`. */
  async down(): Promise<void> {
    await Promise.all(this.#servers.splice(0).map(close));
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.down();
  }

  async #serve(from: IncomingMessage, to: ServerResponse): Promise<void> {
    const line = this.#line;
    const body = await buffer(from);
    await line.open();
    if (to.destroyed) return;
    const fault = this.#plan.next(this.#record(from, body.toString()));
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'refuse') to.destroy();
    else if (fault?.kind === 'answer') to.writeHead(fault.status, fault.headers).end(fault.body);
    else await this.#answer(await this.#forward(from, body, to), to, line, fault);
  }

  #forward(from: IncomingMessage, body: Buffer, to: ServerResponse): Promise<IncomingMessage> {
    const { hostname, port, host } = this.#target;
    const headers = { ...from.headers, host };
    const onward = request({ hostname, port, path: from.url, method: from.method, headers, agent: false });
    to.once('close', () => onward.destroy());
    return new Promise((resolve, reject) => onward.once('error', reject).once('response', resolve).end(body));
  }

  async #answer(answer: IncomingMessage, to: ServerResponse, line: Line, fault: Fault | undefined): Promise<void> {
    if (fault?.kind === 'loseAnswer') return void to.destroy();
    if (fault?.kind === 'delay') await sleep(fault.by, undefined, UNREF);
    await line.open();
    if (to.destroyed) return;
    to.writeHead(answer.statusCode ?? 502, answer.headers);
    to.flushHeaders();
    const own = new Budget(fault?.kind === 'cut' ? fault.after : Infinity);
    const pieces = piecesOf(answer, line, fault);
    if (isEventStream(answer)) await pass(pieces, to, [own, this.#events], this.#watch(to));
    else await pass(pieces, to, [own], () => undefined);
  }

  /** Marks the events whose bytes it is given. */
  #watch(to: ServerResponse): (bytes: Buffer) => void {
    let rest = '';
    this.#streams.add(to);
    to.once('close', () => {
      this.#streams.delete(to);
      this.#mark('streamEnded', to.req.url ?? '');
    });
    return bytes => {
      const frames = (rest + bytes.toString('latin1')).split('\n\n');
      rest = frames.pop() ?? '';
      for (const frame of frames) this.#mark('event', typeOf(frame));
    };
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
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>(resolve => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

const isEventStream = ({ headers }: IncomingMessage): boolean =>
  headers['content-type']?.startsWith('text/event-stream') === true;

const typeOf = (frame: string): string => /"type":"([^"]+)"/.exec(frame)?.[1] ?? frame.slice(0, 40);
