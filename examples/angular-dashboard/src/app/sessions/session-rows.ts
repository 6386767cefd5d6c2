import type { Session } from 'opencode-rx';
import { ago } from '../ui/words';

/** A line of the list. */
export interface SessionRow {
  readonly session: Session;
  /** 0 for a session, 1 for its sub-agent's, … */
  readonly depth: number;
  readonly age: string;
}

/** The sessions whose title has the words in it, each followed by its children; parents of what is found stay. */
export function sessionRows(sessions: readonly Session[], words: string, now: number): readonly SessionRow[] {
  const children = byParent(sessions);
  const wanted = words.trim().toLowerCase();
  const rowsOf = (session: Session, depth: number): SessionRow[] => {
    const below = (children.get(session.id) ?? []).flatMap(child => rowsOf(child, depth + 1));
    const found = below.length > 0 || titleOf(session).toLowerCase().includes(wanted);
    return found ? [{ session, depth, age: ago(session.time?.updated, now) }, ...below] : [];
  };
  const known = new Set(sessions.map(({ id }) => id));
  const roots = sessions.filter(({ parentID }) => parentID === undefined || !known.has(parentID));
  return roots.flatMap(root => rowsOf(root, 0));
}

function byParent(sessions: readonly Session[]): ReadonlyMap<string, readonly Session[]> {
  const groups = new Map<string, Session[]>();
  for (const session of sessions) {
    const { parentID } = session;
    if (parentID !== undefined) groups.set(parentID, [...(groups.get(parentID) ?? []), session]);
  }
  return groups;
}

/** What a session is called. Until its first prompt the server calls it "New session" and the time of day. */
export const titleOf = ({ title = 'Untitled' }: Session): string => title.replace(/^(New session) - \d{4}-.*/, '$1');
