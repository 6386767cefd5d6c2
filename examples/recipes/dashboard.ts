import { combineLatest, map, type Observable } from 'rxjs';
import type { OpencodeClient, SessionView } from 'opencode-rx';

/** One line about a directory, anew whenever something in it changes. */
export const headline = (client: OpencodeClient): Observable<string> =>
  combineLatest([client.sessions$, client.attention$]).pipe(
    map(([sessions, waiting]) => `${sessions.length} sessions, ${waiting.length} questions to you`),
  );

/** One line about a session, `client.session(id)`, anew whenever something in it changes. */
export const sessionLine = ({ info$, status$, messages$, todos$ }: SessionView): Observable<string> =>
  combineLatest([info$, status$, messages$, todos$]).pipe(
    map(([{ title }, { type }, messages, todos]) => {
      const done = todos.filter(({ status }) => status === 'completed').length;
      return `${title}: ${type}, ${messages.length} messages, ${done} of ${todos.length} todos done`;
    }),
  );
