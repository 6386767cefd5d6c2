import type { Observable } from 'rxjs';
import type { OpencodeError } from '../errors.js';
import type { Instrumentation } from '../instrumentation.js';

/** What sends: the platform's `fetch`, or anything that behaves like it (and honours `signal`). */
export type Fetch = typeof fetch;

/** Header names and values. */
export type HttpHeaders = Readonly<Record<string, string>>;

/** Query parameters; an undefined one is left out. */
export type HttpQuery = Readonly<Record<string, string | number | boolean | undefined>>;

/** Everything a request needs that does not change from one to the next; made once by the client from its options. */
export interface HttpContext {
  /** Normalised: no trailing slash, no credentials, no query; may have a path prefix. */
  readonly baseUrl: string;
  /** Sent with every request: the query that came with the base URL, and the scope. */
  readonly baseQuery: Readonly<Record<string, string>>;
  readonly fetch: Fetch;
  /** Asked anew for each request and each reconnect; its first value is used, its error is the request's error. */
  readonly headers: () => Observable<HttpHeaders>;
  /** Milliseconds from subscription to the end of the body. */
  readonly timeout: number;
  readonly instrumentation: Instrumentation;
  /** Makes the error of an answer that is not 2xx. */
  readonly toError: (failure: HttpFailure) => OpencodeError;
  /** Silent until everything is over; then it errors, now and for whoever comes later. */
  readonly closed$?: Observable<never>;
}

/** An answer that is not 2xx, as far as it was read. */
export interface HttpFailure {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  readonly status: number;
  /** Parsed JSON; else text, cut to 2 000 characters; undefined when empty. */
  readonly body: unknown;
  /** Milliseconds the server asks to wait (`retry-after`). */
  readonly retryAfter?: number;
}

/** One request. */
export interface HttpRequest {
  readonly method: string;
  /** From the base URL on, with its dynamic segments already encoded. */
  readonly path: string;
  /** Wins over the base query. */
  readonly query?: HttpQuery | undefined;
  /** Sent as JSON; nothing is sent when undefined. */
  readonly body?: unknown;
  /**
   * Milliseconds from subscription to the end of the body; `false` waits for ever.
   * @defaultValue the context's `timeout`
   */
  readonly timeout?: number | false | undefined;
}

/** A 2xx answer, read to its end. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Pick<Headers, 'get'>;
  /** Parsed JSON; undefined when empty. */
  readonly body: unknown;
}
