import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { PageConfig } from './options.js';

/** What is served, and where. */
export interface StaticServerOptions {
  /** The built page. */
  readonly folder: string;
  /** A loopback port, `0` for any free one. */
  readonly port: number;
  /** Answered as `config.json`; its server is the only other origin the page may talk to. */
  readonly config: PageConfig;
}

/** A page that is being served. */
export interface StaticServer {
  readonly url: string;
  /** Ends every connection and frees the port. */
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
};

/** A name with a hash in it never changes. */
const HASHED = /-[A-Z0-9]{8}\.\w+$/;

/** Serves a built single-page app on the loopback interface, under a strict content security policy. */
export async function serveStatic(options: StaticServerOptions): Promise<StaticServer> {
  const server = createServer((request, response) => {
    answer(options, request, response).catch(() => response.destroy());
  });
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** What a page may do whose scripts are its own files and whose only peer is its OpenCode server. */
export function contentSecurityPolicy({ baseUrl }: PageConfig): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    `connect-src 'self' ${new URL(baseUrl).origin}`,
    "object-src 'none'",
    "base-uri 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

async function answer(options: StaticServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  response.setHeader('content-security-policy', contentSecurityPolicy(options.config));
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  if (!isLoopback(request)) {
    refuse(response, 421);
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(response, 405);
    return;
  }
  if (pathname === '/config.json') {
    sendConfig(options.config, response);
    return;
  }
  const file = await fileFor(options.folder, pathname);
  if (file === undefined) {
    refuse(response, 404);
    return;
  }
  await sendFile(file, request, response);
}

/** A page of somebody else's whose name resolves to us would be of one origin with us, and could read the password. */
function isLoopback({ headers }: IncomingMessage): boolean {
  return /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(headers.host ?? '');
}

/** The file of that path, or the page, which routes paths by itself; a missing file with an ending is missing. */
async function fileFor(folder: string, pathname: string): Promise<string | undefined> {
  const path = join(folder, decoded(pathname));
  if (path.startsWith(folder + sep) && (await isFile(path))) return path;
  return extname(pathname) === '' ? join(folder, 'index.html') : undefined;
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return '';
  }
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    found => found.isFile(),
    () => false,
  );

function sendConfig(config: PageConfig, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(config));
}

async function sendFile(file: string, { method }: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
  response.setHeader('cache-control', HASHED.test(file) ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (method === 'HEAD') response.end();
  else await pipeline(createReadStream(file), response);
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(String(status));
}
