import { combineLatest, map, type Observable } from 'rxjs';
import type { OpencodeClient, Session, SessionView } from 'opencode-rx';

/** A session in a list. */
export interface SessionRow {
  readonly session: Session;
  readonly status: string;
  /** How many questions and permissions of it wait for a human. */
  readonly waiting: number;
}

/** The sessions that somebody began (subagents run sessions of their own), with what they do and what they wait for. */
export const sessionRows = ({ sessions$, statuses$, attention$ }: OpencodeClient): Observable<readonly SessionRow[]> =>
  combineLatest([sessions$, statuses$, attention$]).pipe(
    map(([sessions, statuses, attention]) =>
      sessions
        .filter(({ parentID }) => parentID === undefined)
        .map(session => ({
          session,
          status: statuses[session.id]?.type ?? 'idle',
          waiting: attention.filter(({ sessionID }) => sessionID === session.id).length,
        })),
    ),
  );

/** One line about a session, `client.session(id)`, anew whenever something in it changes. */
export const sessionLine = ({ info$, status$, messages$, todos$ }: SessionView): Observable<string> =>
  combineLatest([info$, status$, messages$, todos$]).pipe(
    map(([{ title }, { type }, messages, todos]) => {
      const done = todos.filter(({ status }) => status === 'completed').length;
      return `${title}: ${type}, ${messages.length} messages, ${done} of ${todos.length} todos done`;
    }),
  );
