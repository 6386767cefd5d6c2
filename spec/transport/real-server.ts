import { fetch as crossFetch } from 'cross-fetch';
import type { RequestListener } from 'node:http';
import { map, type Observable } from 'rxjs';
import type { Fetch, HttpAnswer, HttpRequest } from '../../lib/transport/http.js';
import { request } from '../../lib/transport/request.js';
import { sse, type SseRequest } from '../../lib/transport/sse.js';
import { httpServer, type HttpServer } from '../support/http-server.js';
import { contextOf } from './support.js';

/** Both kinds. */
export const FETCHES = [
  ['cross-fetch', crossFetch],
  ['native fetch', globalThis.fetch],
] as const;

/** What the spec has started by `serving`. */
export let server: HttpServer;

/** Ways to start a real server, and to ask it by this fetch; it is closed after each spec. */
export function useHttpServer(fetch: Fetch) {
  const serving = async (handle: RequestListener): Promise<void> => {
    server = await httpServer(handle);
  };
  const events = (some: Partial<SseRequest> = {}): Observable<string> =>
    sse({ url: `${server.url}/event`, fetch, ...some }).pipe(map(({ data }) => data));
  const ask = (call: Partial<HttpRequest> = {}, timeout = 10_000): Observable<HttpAnswer> =>
    request(contextOf({ baseUrl: server.url, fetch, timeout }), { method: 'GET', path: '/session', ...call });
  afterEach(() => server.close());
  return { serving, events, ask };
}
