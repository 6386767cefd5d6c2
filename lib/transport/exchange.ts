import { catchError, concatMap, defer, finalize, throwError, type Observable } from 'rxjs';
import { cancelBody } from './body.js';
import { deadline } from './deadline.js';
import type { Fetch } from './http.js';
import { unanswered, unreachable, type Target } from './network-error.js';

/** One call of `fetch`, and how errors may speak of it. */
export interface Call extends Target {
  readonly fetch: Fetch;
  readonly init: RequestInit;
  /** Milliseconds until the answer's headers must be here. */
  readonly connectTimeout: number | false;
}

/** Why a request is aborted that has ended, or that nobody waits for; `abort()` would make a new one, with a stack. */
const LEFT = /* @__PURE__ */ new DOMException('nobody listens any more', 'AbortError');

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
      deadline(call.connectTimeout, () => unanswered(call, call.connectTimeout)),
      catchError((cause: unknown) => throwError(() => unreachable(call, cause))),
      concatMap(read),
      finalize(() => {
        controller.abort(LEFT);
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
