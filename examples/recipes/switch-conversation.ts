import { switchMap, type Observable } from 'rxjs';
import type { LiveMessage, OpencodeClient } from 'opencode-rx';

/** The conversation of the session that is selected, live. The one that is left is forgotten, if nobody else watches it. */
export const selectedMessages = (
  client: OpencodeClient,
  selected$: Observable<string>,
): Observable<readonly LiveMessage[]> => selected$.pipe(switchMap(sessionID => client.session(sessionID).messages$));
