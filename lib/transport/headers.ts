import { defaultIfEmpty, defer, take, type Observable, type ObservableInput } from 'rxjs';
import type { HttpHeaders } from './http.js';

/** The first headers a source gives, asked at subscription; none when it ends without any. */
export function askHeaders(source: () => ObservableInput<HttpHeaders>): Observable<HttpHeaders> {
  return defer(source).pipe(take(1), defaultIfEmpty({}));
}

/** Headers under lower-case names, the later winning: `fetch` would join two spellings of one name with a comma. */
export function mergeHeaders(...all: readonly HttpHeaders[]): Record<string, string> {
  const pairs = all.flatMap(headers => Object.entries(headers));
  return Object.fromEntries(pairs.map(([name, value]) => [name.toLowerCase(), value]));
}
