import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { faultProxy, type FaultProxy } from '../support/fault-proxy.js';

export const FRAMES = ['server.connected', 'session.idle'].map(
  type => `data: {"id":"e","type":"${type}","properties":{}}\n\n`,
);

export const HUGE = 64 * 1024 * 1024;
export let heard: string[] = [];
export let streams: ServerResponse[] = [];
export let sent = 0;
export let server: Server;
export let proxy: FaultProxy;

export function* huge(): Generator<Buffer> {
  const piece = Buffer.alloc(64 * 1024);
  for (; sent < HUGE; sent += piece.length) yield piece;
}

export const post = (path: string): Promise<Response> =>
  fetch(`${proxy.url}${path}`, { method: 'POST', body: '{"a":1}' });

/** An open event stream, and what has come of it so far. */
export async function listen(): Promise<{
  text: string;
  readonly closed: Promise<unknown>;
  readonly close: () => void;
}> {
  const abort = new AbortController();
  const response = await fetch(`${proxy.url}/event`, { signal: abort.signal });
  const reader = { text: '', closed: Promise.resolve() as Promise<unknown>, close: () => abort.abort() };
  reader.closed = (async () => {
    for await (const bytes of response.body ?? []) reader.text += Buffer.from(bytes).toString();
  })().catch(() => undefined);
  return reader;
}

export const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await sleep(5);
};

/** A server and a proxy before it, for each spec of the file. */
export function useProxy(): void {
  beforeEach(async () => {
    heard = [];
    streams = [];
    sent = 0;
    server = createServer((request, response) => {
      heard.push(`${String(request.method)} ${String(request.url)}`);
      if (request.url?.startsWith('/event')) {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).write(FRAMES.join(''));
        streams.push(response);
      } else if (request.url === '/huge') Readable.from(huge()).pipe(response);
      else response.end('{"ok":true}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    proxy = await faultProxy(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  });
  afterEach(async () => {
    await proxy.down();
    server.closeAllConnections();
    await new Promise(closed => server.close(closed));
  });
}
