import { concatMap, defer, map, NEVER, takeUntil, type Observable } from 'rxjs';
import { ProtocolError, TimeoutError } from '../errors.js';
import { chunksOf } from './body.js';
import { deadline } from './deadline.js';
import { exchange, type Call } from './exchange.js';
import { refused } from './failure.js';
import { askHeaders, mergeHeaders } from './headers.js';
import type { HttpAnswer, HttpContext, HttpHeaders, HttpRequest } from './http.js';
import { broken } from './network-error.js';
import { excerpt, toText } from './text.js';
import { joinUrl, withoutQuery } from './url.js';

/**
 * One HTTP request that answers JSON or nothing.
 *
 * Producers: one `fetch` per subscription, never a second try. First value: the answer, when its body is complete; then
 * completes. Errors: `ConnectionError`, `TimeoutError`, `ProtocolError` (not JSON), what `context.toError` makes of an
 * answer that is not 2xx, and `HeadersError` when the header function fails. Unsubscribing aborts and closes the socket.
 */
export function request(context: HttpContext, request: HttpRequest): Observable<HttpAnswer> {
  return defer(() => {
    const [method, path] = [request.method, withoutQuery(request.path)];
    const limit = request.timeout ?? context.timeout;
    const answer = askHeaders(context.headers).pipe(
      map(headers => toCall(context, request, headers)),
      concatMap(call => exchange(call, response => answerOf(context, call, response))),
      deadline(limit, () => new TimeoutError(`${method} ${path} took longer than ${String(limit)} ms (timeout)`)),
    );
    return context.instrumentation.instrument('opencode.request', { method, path }, answer);
  }).pipe(takeUntil(context.closed$ ?? NEVER));
}

function toCall(context: HttpContext, { method, path, query, body }: HttpRequest, headers: HttpHeaders): Call {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  return {
    fetch: context.fetch,
    url: joinUrl(context.baseUrl, context.baseQuery, path, query),
    method,
    path: withoutQuery(path),
    init: {
      method,
      headers: mergeHeaders({ accept: 'application/json' }, json, headers),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
    connectTimeout: false,
  };
}

function answerOf({ toError }: HttpContext, call: Call, response: Response): Observable<HttpAnswer> {
  if (!response.ok) return refused(call, response, toError);
  const { status, headers } = response;
  return chunksOf(response).pipe(
    broken(call),
    toText(),
    map(text => ({ status, headers, body: parseAnswer(call, status, text) })),
  );
}

function parseAnswer({ method, path }: Call, status: number, text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    const what = text.trimStart().startsWith('<')
      ? 'an HTML page instead of JSON. Does the base URL point at the API, and does the server know this path?'
      : 'something that is not JSON';
    throw new ProtocolError(`${method} ${path} answered ${what}`, { cause, response: { status, body: excerpt(text) } });
  }
}
