import { combineLatest, map, type Observable } from 'rxjs';
import type { OpencodeClient, Session } from 'opencode-rx';

/** The sessions whose title holds what is typed into a search box, anew when either changes. */
export const matchingSessions = (client: OpencodeClient, search$: Observable<string>): Observable<readonly Session[]> =>
  combineLatest([client.sessions$, search$]).pipe(
    map(([sessions, search]) =>
      sessions.filter(({ title = '' }) => title.toLowerCase().includes(search.toLowerCase())),
    ),
  );
