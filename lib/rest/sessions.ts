import type { Observable } from 'rxjs';
import * as z from 'zod/mini';
import type { HttpContext } from '../transport/http.js';
import {
  fileDiffSchema,
  jsonObject,
  sessionSchema,
  sessionStatusSchema,
  todoSchema,
  type FileDiff,
  type Session,
  type SessionStatus,
  type Todo,
} from '../wire/index.js';
import { call, callShape, plainCall, type CallOptions } from './call.js';
import { checkOptions, segment, type Input } from './input.js';
import { modelInput, sessionModel } from './model-input.js';

const rules = z.array(
  z.strictObject({ permission: z.string(), pattern: z.string(), action: z.enum(['allow', 'deny', 'ask']) }),
);

/** The schema of {@link CreateSessionOptions}. */
export const createSessionOptions = z.strictObject({
  ...callShape,
  /**
   * The title.
   * @defaultValue one the server makes of the time, and later of the first prompt
   */
  title: z.optional(z.string()),
  /** The session this one is a child of. */
  parentID: z.optional(z.string()),
  agent: z.optional(z.string()),
  model: z.optional(modelInput),
  /** Data of your own, kept with the session. */
  metadata: z.optional(jsonObject),
  workspaceID: z.optional(z.string()),
  /** What may be done without asking; the last rule that matches wins. */
  permission: z.optional(rules),
});
/** What a new session may be given. */
export type CreateSessionOptions = Input<typeof createSessionOptions>;

/** Makes a session. One request per subscription, its session, then complete. */
export function createSession(http: HttpContext, options: CreateSessionOptions = {}): Observable<Session> {
  checkOptions('createSession', createSessionOptions, options);
  const { title, parentID, agent, model, metadata, workspaceID, permission } = options;
  const chosen = model === undefined ? {} : { model: sessionModel(model) };
  const body = { title, parentID, agent, ...chosen, metadata, workspaceID, permission };
  return call(http, { method: 'POST', path: '/session', body, options }, sessionSchema);
}

/** One session; `SessionNotFoundError` when there is none. */
export function getSession(http: HttpContext, sessionID: string, options?: CallOptions): Observable<Session> {
  const path = sessionPath('getSession', sessionID);
  return plainCall(http, 'getSession', { method: 'GET', path, options }, sessionSchema);
}

/** The schema of {@link ListSessionsOptions}. */
export const listSessionsOptions = z.strictObject({
  ...callShape,
  /** `project`: all directories of the project, not only this one. */
  scope: z.optional(z.literal('project')),
  /** Only sessions of this folder inside the project. */
  path: z.optional(z.string()),
  /** Without the children. */
  roots: z.optional(z.boolean()),
  /** Only sessions changed since, in milliseconds since 1970. */
  start: z.optional(z.number()),
  /** Only sessions with this in their title. */
  search: z.optional(z.string()),
  /** How many at most. */
  limit: z.optional(z.number().check(z.nonnegative())),
});
/** Which sessions are wanted. */
export type ListSessionsOptions = Input<typeof listSessionsOptions>;

/** The sessions of the directory, those that changed last first. */
export function listSessions(http: HttpContext, options: ListSessionsOptions = {}): Observable<readonly Session[]> {
  checkOptions('listSessions', listSessionsOptions, options);
  const { scope, path, roots, start, search, limit } = options;
  const query = { scope, path, roots, start, search, limit };
  return call(http, { method: 'GET', path: '/session', query, options }, z.array(sessionSchema));
}

/** The schema of {@link UpdateSessionOptions}. */
export const updateSessionOptions = z.strictObject({
  ...callShape,
  title: z.optional(z.string()),
  metadata: z.optional(jsonObject),
  /** Rules that are put behind those the session has. */
  permission: z.optional(rules),
  /** `archived`: when the session was put away, in milliseconds since 1970. */
  time: z.optional(z.strictObject({ archived: z.optional(z.number()) })),
});
/** What can be changed about a session. */
export type UpdateSessionOptions = Input<typeof updateSessionOptions>;

/** Changes a session, and answers it as it is then. */
export function updateSession(
  http: HttpContext,
  sessionID: string,
  options: UpdateSessionOptions,
): Observable<Session> {
  const path = sessionPath('updateSession', sessionID);
  checkOptions('updateSession', updateSessionOptions, options);
  const { title, metadata, permission, time } = options;
  return call(http, { method: 'PATCH', path, body: { title, metadata, permission, time }, options }, sessionSchema);
}

/** Deletes a session with its messages and children. */
export function deleteSession(http: HttpContext, sessionID: string, options?: CallOptions): Observable<boolean> {
  const path = sessionPath('deleteSession', sessionID);
  return plainCall(http, 'deleteSession', { method: 'DELETE', path, options }, z.boolean());
}

/** The sessions that the tools of this one have started. */
export function children(http: HttpContext, sessionID: string, options?: CallOptions): Observable<readonly Session[]> {
  const path = sessionPath('children', sessionID, '/children');
  return plainCall(http, 'children', { method: 'GET', path, options }, z.array(sessionSchema));
}

/** The sessions of the directory that are not idle, by id: one that is not there is idle. */
export function sessionStatus(
  http: HttpContext,
  options?: CallOptions,
): Observable<Readonly<Record<string, SessionStatus>>> {
  const schema = z.record(z.string(), sessionStatusSchema);
  return plainCall(http, 'sessionStatus', { method: 'GET', path: '/session/status', options }, schema);
}

/** The session's list of things to do. */
export function todos(http: HttpContext, sessionID: string, options?: CallOptions): Observable<readonly Todo[]> {
  const path = sessionPath('todos', sessionID, '/todo');
  return plainCall(http, 'todos', { method: 'GET', path, options }, z.array(todoSchema));
}

/** The schema of {@link DiffOptions}. */
export const diffOptions = z.strictObject({
  ...callShape,
  /** Only what came of this user message. */
  messageID: z.optional(z.string()),
});
/** Which changes are wanted. */
export type DiffOptions = Input<typeof diffOptions>;

/** What the session has changed in files. */
export function diff(http: HttpContext, sessionID: string, options: DiffOptions = {}): Observable<readonly FileDiff[]> {
  const path = sessionPath('diff', sessionID, '/diff');
  checkOptions('diff', diffOptions, options);
  const query = { messageID: options.messageID };
  return call(http, { method: 'GET', path, query, options }, z.array(fileDiffSchema));
}

/** The path of a session, or of something of it. */
export function sessionPath(method: string, sessionID: unknown, rest = ''): string {
  return `/session/${segment(method, 'sessionID', sessionID)}${rest}`;
}
