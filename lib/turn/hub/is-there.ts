import { catchError, map, of, type Observable } from 'rxjs';
import { SessionNotFoundError } from '../../errors.js';
import type { StoreReader } from './store-reader.js';

/**
 * Whether a session is there: what a deleted one had asked stays in the server's lists, and it counts as busy with it
 * (`lib/wire/PROTOCOL.md` § 6). One that cannot be asked for is believed to be.
 */
export const isThere = (store: StoreReader, sessionID: string): Observable<boolean> =>
  store.session(sessionID).pipe(
    map(() => true),
    catchError((error: unknown) => of(!(error instanceof SessionNotFoundError))),
  );
