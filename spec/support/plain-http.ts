import { firstValueFrom, of } from 'rxjs';
import { noInstrumentation } from '../../lib/instrumentation.js';
import * as rest from '../../lib/rest/index.js';
import type { HttpContext } from '../../lib/transport/http.js';
import { responseError } from '../../lib/wire/index.js';
import { useSandbox } from './sandbox.js';

const urlOf = (input: RequestInfo | URL): string => (input instanceof Request ? input.url : input.toString());

/** A sandbox, and requests to it that are remembered. */
export function usePlainHttp() {
  const sandbox = useSandbox();
  const sent: string[] = [];
  const http = (parts: Partial<HttpContext> = {}): HttpContext => ({
    baseUrl: sandbox().url,
    baseQuery: {},
    fetch: (input, init) => {
      sent.push(`${init?.method ?? 'GET'} ${urlOf(input).slice(sandbox().url.length)}`);
      return fetch(input, init);
    },
    headers: () => of({ authorization: sandbox().authorization }),
    timeout: 30_000,
    instrumentation: noInstrumentation,
    toError: responseError,
    ...parts,
  });
  const newSession = async (): Promise<string> => (await firstValueFrom(rest.createSession(http()))).id;
  return { sandbox, sent, http, newSession };
}

/** The error a promise rejects with. */
export const errorOf = (answer: Promise<unknown>): Promise<unknown> =>
  answer.then(
    () => 'no error',
    (error: unknown) => error,
  );
