import { catchError, concatMap, defer, finalize, throwError, type Observable } from 'rxjs';
import { TimeoutError } from '../errors.js';
import { cancelBody } from './body.js';
import { deadline } from './deadline.js';
import { connectionError } from './failure.js';
import type { Fetch } from './http.js';

/** One call of `fetch`, and how errors may speak of it. */
export interface Call {
  readonly fetch: Fetch;
  readonly url: string;
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly init: RequestInit;
  /** Milliseconds until the answer's headers must be here. */
  readonly connectTimeout: number | false;
}

/**
 * Sends a request and hands the answer to `read`, whose values are the exchange's.
 *
 * Producers: one `fetch` per subscription. First value, completion: those of what `read` returns. Errors: `ConnectionError`
 * when there was no answer, `TimeoutError` when its headers came too late, and what `read` errors with. Unsubscribing,
 * like every end, aborts the request, which closes its socket unless the body was read to its end.
 */
export function exchange<T>(call: Call, read: (response: Response) => Observable<T>): Observable<T> {
  return defer(() => {
    const controller = new AbortController();
    return defer(() => send(call, controller.signal)).pipe(
      deadline(call.connectTimeout, () => tooLate(call)),
      catchError((cause: unknown) => throwError(() => connectionError(call, 'could not reach the server', cause))),
      concatMap(read),
      finalize(() => {
        controller.abort();
      }),
    );
  });
}

async function send({ fetch, url, init }: Call, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { ...init, signal });
  // A fetch that ignores its signal may answer when nobody listens any more: let its body go.
  if (signal.aborted) cancelBody(response);
  return response;
}

function tooLate({ method, path, connectTimeout }: Call): TimeoutError {
  return new TimeoutError(`${method} ${path}: no answer within ${String(connectTimeout)} ms (connectTimeout)`);
}
