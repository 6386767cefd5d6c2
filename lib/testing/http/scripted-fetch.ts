import { firstValueFrom, from, fromEvent, isObservable, map, race, type Observable } from 'rxjs';
import type { Fetch } from '../../transport/http.js';

/** A request as it reached a scripted server. */
export interface ScriptedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  /** Parsed JSON (text that is none as it stands); undefined when nothing was sent. */
  readonly body: unknown;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** Answers a request; may take its time, may error (or end empty) as a network does. `index` counts requests from 0. */
export type Respond = (request: ScriptedRequest, index: number) => Response | Promise<Response> | Observable<Response>;

/** A `fetch` that asks a responder and remembers what was asked. Like a platform's, it rejects when its signal aborts. */
export function scriptedFetch(respond: Respond): {
  readonly fetch: Fetch;
  readonly requests: readonly ScriptedRequest[];
} {
  const requests: ScriptedRequest[] = [];
  const fetch: Fetch = async (input, init = {}) => {
    const request = input instanceof Request ? await readRequest(new Request(input, init)) : toRequest(input, init);
    requests.push(request);
    request.signal.throwIfAborted();
    const answer = respond(request, requests.length - 1);
    const answer$ = isObservable(answer) ? answer : from(Promise.resolve(answer));
    const answered = await firstValueFrom(race(answer$, aborted(request.signal)), { defaultValue: undefined });
    if (answered === undefined) throw new TypeError('The connection ended without an answer');
    return answered;
  };
  return { fetch, requests };
}

const toRequest = (url: string | URL, { method = 'GET', headers, body, signal }: RequestInit): ScriptedRequest => ({
  method: method.toUpperCase(),
  url: new URL(url, 'http://opencode.test'),
  headers: new Headers(headers),
  body: typeof body === 'string' ? parse(body) : undefined,
  signal: signal ?? new AbortController().signal,
});

async function readRequest(request: Request): Promise<ScriptedRequest> {
  const { method, url, headers, signal } = request;
  return { method, url: new URL(url), headers, signal, body: parse(await request.text()) };
}

function parse(body: string): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** Errors when the signal is aborted, with its reason. */
const aborted = (signal: AbortSignal): Observable<never> =>
  fromEvent(signal, 'abort').pipe(
    map(() => {
      throw signal.reason;
    }),
  );
