import type { OpencodeEvent, Session } from '../../wire/index.js';
import { noTokens } from './turn.js';
import { event, type World } from './world.js';

/** A session as the server makes it. */
export function newSession({ scribe, directory }: World, fields: Partial<Session> = {}): Session {
  const created = scribe.later();
  const kind = fields.parentID === undefined ? 'New' : 'Child';
  return {
    id: scribe.id('ses'),
    slug: 'scripted-session',
    projectID: 'global',
    directory,
    path: directory.replace(/^\//, ''),
    cost: 0,
    tokens: noTokens,
    title: `${kind} session - ${new Date(created).toISOString()}`,
    version: 'scripted',
    time: { created, updated: created },
    ...fields,
  };
}

/** The session is there. */
export const created = (info: Session): OpencodeEvent => event('session.created', { sessionID: info.id, info });

/** The session is gone. */
export const deleted = (info: Session): OpencodeEvent => event('session.deleted', { sessionID: info.id, info });

/** The session changes, now. An undefined field is taken away. */
export function updated(
  { store, scribe }: World,
  sessionID: string,
  changes: { readonly [Field in keyof Session]?: Session[Field] | undefined } = {},
): OpencodeEvent {
  const before = store.session(sessionID) ?? { id: sessionID };
  const time = { ...before.time, updated: scribe.now(), ...changes.time };
  const entries = Object.entries({ ...before, ...changes, time }).filter(([, value]) => value !== undefined);
  return event('session.updated', { sessionID, info: { id: sessionID, ...Object.fromEntries(entries) } });
}

/** A session and everything below it, the deepest first. */
export function family(world: World, session: Session): readonly Session[] {
  return [...world.store.children(session.id).flatMap(child => family(world, child)), session];
}
