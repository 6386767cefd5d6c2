import { concatAll, concatMap, defer, map, type Observable, type ObservableInput } from 'rxjs';
import { defaultFetch } from '#fetch';
import { ProtocolError } from '../errors.js';
import { basicAuthorization, credentialsOf } from '../options.js';
import { chunksOf } from './body.js';
import { exchange, type Call } from './exchange.js';
import { refused, statusError } from './failure.js';
import { askHeaders, mergeHeaders } from './headers.js';
import type { Fetch, HttpFailure, HttpHeaders } from './http.js';
import { broken } from './network-error.js';
import { parseEvents, type SseMessage } from './parse-events.js';
import { pathOf } from './url.js';

export type { SseMessage } from './parse-events.js';

/** What `sse` connects to, and how. */
export interface SseRequest {
  /** Credentials in it become the Authorization header. */
  readonly url: string | URL;
  /** @defaultValue `'GET'`; `'POST'` with a body */
  readonly method?: string | undefined;
  /** Or a function, asked anew at each subscription; the first value it gives is used. */
  readonly headers?: HttpHeaders | (() => ObservableInput<HttpHeaders>) | undefined;
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  /** @defaultValue cross-fetch in Node, the page's own `fetch` in a browser bundle */
  readonly fetch?: Fetch | undefined;
  /**
   * Bytes an event may have; a longer one is left out, and the stream lives on.
   * @defaultValue 16 MiB
   */
  readonly maxEventBytes?: number | undefined;
  /**
   * Milliseconds until the answer's headers must be here; `false` waits for ever.
   * @defaultValue 10 000
   */
  readonly connectTimeout?: number | false | undefined;
  /** The server has answered with an event stream. */
  readonly onOpen?: (() => void) | undefined;
  /** An event was left out; its size in bytes. */
  readonly onOversized?: ((size: number) => void) | undefined;
  /**
   * Makes the error of an answer that is not 2xx.
   * @defaultValue by status: `UnauthorizedError`, `NotFoundError`, `BadRequestError`, `ServerError`
   */
  readonly toError?: ((failure: HttpFailure) => Error) | undefined;
}

const DEFAULTS = { maxEventBytes: 16 * 1024 * 1024, connectTimeout: 10_000 };

/**
 * One life of a Server-Sent Events connection, read as fast as the subscriber takes the events and no faster: while
 * `next` runs, nothing is read. What an operator puts aside (`concatMap` over something slow) it has taken, and holds.
 *
 * Producers: one `fetch` per subscription; no reconnect, no replay. First value: the first event. Completes when the
 * server ends the stream. Errors: `ConnectionError` (no answer, or cut), `TimeoutError` (`connectTimeout`),
 * `ProtocolError` (another content type), the status's error. Unsubscribing closes the socket at once.
 */
export function sse(request: SseRequest | string | URL): Observable<SseMessage> {
  const options = typeof request === 'string' || request instanceof URL ? { url: request } : request;
  return sseBatches(options).pipe(concatAll());
}

/** As {@link sse}, with the events of each chunk together: what is done once a chunk costs an event next to nothing. */
export function sseBatches(request: SseRequest): Observable<readonly SseMessage[]> {
  return defer(() =>
    askHeaders(() => ask(request.headers)).pipe(
      map(headers => toCall(request, headers)),
      concatMap(call => exchange(call, response => messagesOf(request, call, response))),
    ),
  );
}

function ask(headers: SseRequest['headers'] = {}): ObservableInput<HttpHeaders> {
  return typeof headers === 'function' ? headers() : [headers];
}

function toCall(request: SseRequest, headers: HttpHeaders): Call {
  const { url, body, method = body === undefined ? 'GET' : 'POST' } = request;
  const type = body === undefined || typeof body === 'string' ? {} : { 'content-type': 'application/json' };
  const target = withoutCredentials(url);
  return {
    fetch: request.fetch ?? defaultFetch,
    url: target.url,
    method,
    path: pathOf(url),
    init: {
      method,
      headers: mergeHeaders({ accept: 'text/event-stream' }, type, target.headers, headers),
      cache: 'no-store',
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    },
    connectTimeout: request.connectTimeout ?? DEFAULTS.connectTimeout,
  };
}

/** `fetch` refuses credentials in a URL, and quotes them when it does: they move into the header. */
function withoutCredentials(given: string | URL): { readonly url: string; readonly headers: HttpHeaders } {
  const url = URL.canParse(String(given)) ? new URL(given) : undefined;
  if (url === undefined || `${url.username}${url.password}` === '') return { url: String(given), headers: {} };
  const { username, password } = credentialsOf(url);
  url.username = '';
  url.password = '';
  return { url: url.href, headers: basicAuthorization(username, password) };
}

function messagesOf(request: SseRequest, call: Call, response: Response): Observable<readonly SseMessage[]> {
  if (!response.ok) return refused(call, response, request.toError ?? statusError);
  const type = response.headers.get('content-type') ?? 'nothing';
  if (!/^text\/event-stream\b/i.test(type)) throw wrongType(call, response.status, type);
  request.onOpen?.();
  const { maxEventBytes = DEFAULTS.maxEventBytes, onOversized } = request;
  return chunksOf(response).pipe(broken(call), parseEvents({ maxEventBytes, onOversized }));
}

function wrongType({ method, path }: Call, status: number, type: string): ProtocolError {
  const hint = type.startsWith('text/html') ? '. Does the base URL point at the API?' : '';
  return new ProtocolError(`${method} ${path} answered ${type} instead of an event stream${hint}`, {
    response: { status },
  });
}
