import { identity, throwError, timeout, type MonoTypeOperatorFunction } from 'rxjs';

/** The longest a timer can wait (ms); platforms turn anything longer into no wait at all. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** Errors when the first value takes longer than so many milliseconds; `false` and beyond 24 days: waits for ever. */
export function deadline<T>(limit: number | false, toError: () => Error): MonoTypeOperatorFunction<T> {
  if (limit === false || limit > LONGEST_TIMER) return identity;
  return timeout({ first: limit, with: () => throwError(() => toError()) });
}
