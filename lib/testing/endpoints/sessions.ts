import { isObject, type JsonObject, type Session } from '../../wire/index.js';
import type { Agent } from '../agent/agent.js';
import { json, notFound } from '../http/answers.js';
import type { Handler } from '../http/endpoint.js';
import { copyMessages } from './fork.js';
import type { ScriptedRequest } from '../http/scripted-fetch.js';
import { created, deleted, family, newSession, updated } from '../world/sessions.js';
import { event, idle, type World } from '../world/world.js';

/** What can be asked about sessions, and done with them. */
export const sessionEndpoints = (world: World, agent: Agent): Readonly<Record<string, Handler>> => ({
  'GET /session': ({ url }) => json(listed(world, url)),
  'POST /session': request => json(made(world, given(request, CREATED))),
  'GET /session/status': () => json(world.store.statuses),
  'GET /session/:id': about(world, session => json(session)),
  'PATCH /session/:id': about(world, (session, request) => json(changed(world, session, given(request, PATCHED)))),
  'DELETE /session/:id': about(world, session => remove(world, agent, session)),
  'GET /session/:id/children': about(world, ({ id }) => json(world.store.children(id))),
  'GET /session/:id/todo': about(world, ({ id }) => json(world.store.todos(id))),
  // Answered for any id, as the server does.
  'GET /session/:id/diff': (_request, { id = '' }) => json(world.store.diff(id)),
  'POST /session/:id/abort': (_request, { id = '' }) => {
    agent.abort(id);
    return json(true);
  },
  'POST /session/:id/fork': about(world, (session, request) =>
    json(fork(world, session, given(request, ['messageID']))),
  ),
  'POST /session/:id/revert': about(world, (session, request) => {
    const revert = given(request, ['messageID', 'partID']);
    world.happen(event('session.diff', { sessionID: session.id, diff: [] }));
    return json(changed(world, session, { revert }));
  }),
  'POST /session/:id/unrevert': about(world, session => json(changed(world, session, { revert: undefined }))),
});

const CREATED = ['title', 'parentID', 'agent', 'model', 'metadata', 'workspaceID', 'permission'];
const PATCHED = ['title', 'metadata', 'permission', 'time'];

/** A handler for a session that is there; else the server's refusal. */
export const about =
  (world: World, handle: (session: Session, request: ScriptedRequest) => ReturnType<Handler>): Handler =>
  (request, { id = '' }) => {
    const session = world.store.session(id);
    return session === undefined ? notFound('Session', id) : handle(session, request);
  };

function given({ body }: ScriptedRequest, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(isObject(body) ? body : {}).filter(([name]) => names.includes(name)));
}

function listed({ store }: World, { searchParams }: URL): readonly Session[] {
  const search = searchParams.get('search')?.toLowerCase() ?? '';
  const [start, limit] = [Number(searchParams.get('start') ?? 0), Number(searchParams.get('limit') ?? Infinity)];
  const updatedAt = ({ time }: Session) => time?.updated ?? 0;
  return store.sessions
    .filter(({ parentID }) => searchParams.get('roots') !== 'true' || parentID === undefined)
    .filter(session => updatedAt(session) >= start && (session.title ?? '').toLowerCase().includes(search))
    .toSorted((one, other) => updatedAt(other) - updatedAt(one))
    .slice(0, limit);
}

function made(world: World, fields: JsonObject): Session {
  const session = newSession(world, fields);
  world.happen(created(session));
  return session;
}

function changed(world: World, { id, permission = [] }: Session, changes: JsonObject): Session {
  const rules = changes['permission'];
  const appended = Array.isArray(rules) ? { permission: [...permission, ...(rules as typeof permission)] } : {};
  world.happen(updated(world, id, { ...changes, ...appended }));
  return world.store.session(id) ?? { id };
}

function remove(world: World, agent: Agent, session: Session): Response {
  const gone = family(world, session);
  const wasBusy = agent.isRunning(session.id);
  for (const { id } of gone.toReversed()) agent.drop(id);
  world.happen(...gone.map(deleted));
  if (!wasBusy) world.happen(...idle(session.id).map(make => make()));
  return json(true);
}

function fork(world: World, session: Session, { messageID }: JsonObject): Session {
  const copy = made(world, { title: `${session.title ?? ''} (fork #1)` });
  copyMessages(world, session.id, copy.id, messageID);
  return copy;
}
