import { catchError, map, of, scan, type Observable } from 'rxjs';
import type { Reply } from 'opencode-rx';

/** A turn as a page shows it. An error does not take away what was seen before it. */
export interface TurnState {
  readonly reply?: Reply;
  readonly error?: unknown;
}

/** A turn that never errors: its error becomes state, for templates and for signals that would throw it on every read. */
export const asState = (reply$: Observable<Reply>): Observable<TurnState> =>
  reply$.pipe(
    map((reply): TurnState => ({ reply })),
    catchError((error: unknown) => of<TurnState>({ error })),
    scan((state, change) => ({ ...state, ...change })),
  );
