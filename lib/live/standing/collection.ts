import type { Observable } from 'rxjs';
import { reuse, sameItems } from '../../reply/same-value.js';
import type { EventOf, OpencodeEvent, Session } from '../../wire/index.js';
import { fence, NOTHING, touch, unfence, type Fenced } from './fence.js';
import type { Keeping } from './standing.js';

/** Sessions by id, as far as they were read and heard of. */
export interface Collection extends Fenced {
  /** In order. */
  readonly sessions: readonly Session[];
  /** Whether they were read, so that all are here. */
  readonly loaded: boolean;
}

type SessionEvent = EventOf<'session.created' | 'session.updated' | 'session.deleted'>;

/** Keeps a list of sessions, the one that changed last first. */
export const collection = (read: () => Observable<readonly Session[]>): Keeping<Collection, readonly Session[]> => ({
  start: { sessions: [], loaded: false, touched: undefined },
  hear: (state, event) => (isAboutSession(event) ? hear(state, event) : state),
  fence,
  unfence,
  read,
  take,
});

const isAboutSession = (event: OpencodeEvent): event is SessionEvent =>
  event.type === 'session.created' || event.type === 'session.updated' || event.type === 'session.deleted';

function hear(state: Collection, { type, properties: { info } }: SessionEvent): Collection {
  const { sessions } = state;
  const others = sessions.filter(({ id }) => id !== info.id);
  const known = sessions.find(({ id }) => id === info.id);
  const now = type === 'session.deleted' ? others : ordered([...others, known ? reuse(known, info) : info]);
  return touch({ ...state, sessions: sameItems(sessions, now) }, info.id);
}

/** What was heard of since the read began stands; all else is as it was read. */
function take({ sessions, touched = NOTHING }: Collection, truth: readonly Session[]): Collection {
  const known = new Map(sessions.map(session => [session.id, session]));
  const read = truth
    .filter(({ id }) => !touched.has(id))
    .map(session => {
      const before = known.get(session.id);
      return before ? reuse(before, session) : session;
    });
  const heard = sessions.filter(({ id }) => touched.has(id));
  return { sessions: sameItems(sessions, ordered([...heard, ...read])), touched, loaded: true };
}

const updatedAt = ({ time }: Session): number => time?.updated ?? time?.created ?? 0;

/** The one that changed last first; of those that changed at once, the one made last. */
const ordered = (sessions: readonly Session[]): readonly Session[] =>
  sessions.toSorted(
    (one, other) => updatedAt(other) - updatedAt(one) || (other.time?.created ?? 0) - (one.time?.created ?? 0),
  );
