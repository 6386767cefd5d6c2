import { catchError, defaultIfEmpty, defer, take, tap, throwError, type Observable, type ObservableInput } from 'rxjs';
import { ConnectionError } from '../errors.js';
import { isLegalHeader } from '../options.js';
import type { HttpHeaders } from './http.js';

/**
 * The first headers a source gives, asked at subscription; none when it ends without any. Errors with a
 * `HeadersError` when it fails, which may pass, and with a `TypeError` when a value is not legal, which will not.
 */
export function askHeaders(source: () => ObservableInput<HttpHeaders>): Observable<HttpHeaders> {
  return defer(source).pipe(
    take(1),
    catchError((cause: unknown) => throwError(() => new HeadersError('the headers function failed', { cause }))),
    defaultIfEmpty({}),
    tap(checkHeaders),
  );
}

/** The headers could not be had, so that nothing was sent. */
export class HeadersError extends ConnectionError {}

/** Throws a `TypeError` that names the header whose value HTTP does not allow; never the value. */
export function checkHeaders(headers: HttpHeaders): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!isLegalHeader(value))
      throw new TypeError(`headers: ${name} has a character that HTTP does not allow, such as a line break`);
  }
}

/** Headers under lower-case names, the later winning: `fetch` would join two spellings of one name with a comma. */
export function mergeHeaders(...all: readonly HttpHeaders[]): Record<string, string> {
  const pairs = all.flatMap(headers => Object.entries(headers));
  return Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value]));
}
