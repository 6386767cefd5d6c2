import { EMPTY, asyncScheduler, catchError, mergeMap, takeUntil, throwError, timer, type Observable } from 'rxjs';
import { BadRequestError, NotFoundError, ServerError, UnauthorizedError, type OpencodeError } from '../errors.js';
import { HeadersError } from './headers.js';
import { chunksOf } from './body.js';
import type { HttpFailure } from './http.js';
import { causesOf, codesIn, type Target } from './network-error.js';
import { excerpt, toText } from './text.js';

/** An error's body is read this far (characters). */
const LONGEST_ERROR_BODY = 64 * 1024;
/** Milliseconds to wait for an error's body: node-fetch never notices that a body with `content-length` was cut. */
const ERROR_BODY_PATIENCE = 5_000;

/** Errors of the network before the first byte was sent, by Node's and undici's code. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * Whether a request that failed with this error certainly did not reach the server: refused, or its name unknown.
 * False means "may have arrived".
 */
export function neverSent(error: unknown): boolean {
  return causesOf(error).some(
    cause => cause instanceof HeadersError || codesIn(cause).some(code => NEVER_SENT.has(code)),
  );
}

/** The error of an answer that is not 2xx, by its status alone. */
export function statusError({ method, path, status, body, ...wait }: HttpFailure): OpencodeError {
  const message = `${method} ${path} answered ${String(status)}`;
  const details = { response: { status, body, ...wait } };
  if (status === 401 || status === 403) return new UnauthorizedError(message, details);
  if (status === 404) return new NotFoundError(message, details);
  return status >= 500 ? new ServerError(message, details) : new BadRequestError(message, details);
}

/**
 * Errors with what `toError` makes of an answer that is not 2xx, after its body was read as far as it can be had: an
 * error's teardown aborts the request, so the body must be here before.
 */
export function refused(
  { method, path }: Target,
  response: Response,
  toError: (failure: HttpFailure) => Error,
): Observable<never> {
  const { status, headers } = response;
  const readable$ = chunksOf(response).pipe(
    catchError(() => EMPTY),
    takeUntil(timer(ERROR_BODY_PATIENCE)),
  );
  return readable$.pipe(
    toText(LONGEST_ERROR_BODY),
    mergeMap(text =>
      throwError(() => toError({ method, path, status, body: looseJson(text), ...retryAfter(headers) })),
    ),
  );
}

function looseJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return excerpt(text);
  }
}

function retryAfter(headers: Pick<Headers, 'get'>): Pick<HttpFailure, 'retryAfter'> {
  const value = headers.get('retry-after');
  if (!value) return {};
  const wait = /^\d+$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - asyncScheduler.now();
  return Number.isNaN(wait) ? {} : { retryAfter: Math.max(0, wait) };
}
