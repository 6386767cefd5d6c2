import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** One request as the server saw it. */
export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
}

/** A real HTTP server on a free loopback port that sees its sockets come and go. */
export interface HttpServer {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /**
   * Sockets open now that carried a request. (Node's own fetch replaces an aborted one at once by an idle one, which it
   * keeps for 4 s.)
   */
  readonly open: () => number;
  /** When at least so many requests have come in all. */
  readonly requested: (count?: number) => Promise<void>;
  /** When none of them is open any more. */
  readonly quiet: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts a server; `close` it in `afterEach`. */
export async function httpServer(handle: RequestListener): Promise<HttpServer> {
  const sockets = new Set<Socket>();
  const used = new Set<Socket>();
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    used.add(request.socket);
    requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    handle(request, response);
    server.emit('seen');
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      used.delete(socket);
      server.emit('gone');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const until = async (event: string, isTrue: () => boolean): Promise<void> => {
    while (!isTrue()) await once(server, event);
  };
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    requests,
    open: () => used.size,
    requested: (count = 1) => until('seen', () => requests.length >= count),
    quiet: () => until('gone', () => used.size === 0),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      if (server.listening) await once(server, 'close');
    },
  };
}

/** Answers with an event stream that stays open. */
export function startEventStream(response: ServerResponse, ...events: readonly string[]): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  for (const event of events) response.write(`data: ${event}\n\n`);
}

/** The whole body of a request as text. */
export async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
