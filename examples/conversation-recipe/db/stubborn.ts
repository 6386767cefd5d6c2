import { defer, retry, throwError, timer, type Observable, type ObservableInput } from 'rxjs';
import { isDown } from './is-down.js';

/** Milliseconds between two tries while the database is away. */
const PAUSE = 500;

/** A query that waits for as long as the database is away. What it does must do no harm when it is done twice. */
export const stubborn = <T>(query: () => ObservableInput<T>): Observable<T> =>
  defer(query).pipe(retry({ delay: (error: unknown) => (isDown(error) ? timer(PAUSE) : throwError(() => error)) }));
