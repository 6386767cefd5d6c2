import { firstValueFrom, of, type Observable } from 'rxjs';
import { noInstrumentation } from '../../lib/instrumentation.js';
import type { HttpContext } from '../../lib/transport/http.js';
import { responseError } from '../../lib/wire/index.js';
import { json, scriptedFetch, type Respond, type ScriptedRequest } from '../support/scripted-fetch.js';

/** What a call sent, in short: `POST /session?directory=/a {"title":"x"}`. */
export function sent({ method, url, body }: ScriptedRequest): string {
  const path = `${url.pathname}${decodeURIComponent(url.search)}`;
  return body === undefined ? `${method} ${path}` : `${method} ${path} ${JSON.stringify(body)}`;
}

/** A context whose server answers what the script says. */
export function stub(respond: Respond): { readonly http: HttpContext; readonly calls: readonly ScriptedRequest[] } {
  const { fetch, requests: calls } = scriptedFetch(respond);
  return { http: contextOf({ fetch }), calls };
}

/** A context with the defaults of a client. */
export function contextOf(parts: Partial<HttpContext> = {}): HttpContext {
  return {
    baseUrl: 'http://server',
    baseQuery: {},
    fetch,
    headers: () => of({}),
    timeout: 10_000,
    instrumentation: noInstrumentation,
    toError: responseError,
    ...parts,
  };
}

/** Sends with a stub that answers `body`: what was sent, and what came out. */
export async function exchange<T>(
  body: unknown,
  run: (http: HttpContext) => Observable<T>,
): Promise<{ readonly sent: readonly string[]; readonly answer: T }> {
  const { http, calls } = stub(() => (body === undefined ? new Response(null, { status: 204 }) : json(body)));
  const answer = await firstValueFrom(run(http));
  return { sent: calls.map(sent), answer };
}
