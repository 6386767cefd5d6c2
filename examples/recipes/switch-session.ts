import { switchMap, type Observable } from 'rxjs';
import type { OpencodeClient, Reply } from 'opencode-rx';

/** The turn of the session that is selected: the one that runs, else the last one. The agents of the others work on. */
export const selectedReply = (client: OpencodeClient, selected$: Observable<string>): Observable<Reply> =>
  selected$.pipe(switchMap(sessionID => client.attach(sessionID)));
