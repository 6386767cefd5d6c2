import type { Observable } from 'rxjs';
import * as z from 'zod/mini';
import type { HttpContext } from '../transport/http.js';
import {
  amount,
  anyObject,
  dictionary,
  flag,
  list,
  sessionCheck,
  statusCheck,
  text,
  todoCheck,
  type Check,
  type FileDiff,
  type Session,
  type SessionStatus,
  type Todo,
} from '../wire/index.js';
import { call, callShape, own, plainCall, yes, type CallOptions } from './call.js';
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
  title: text,
  /** The session this one is a child of. */
  parentID: text,
  agent: text,
  model: z.optional(modelInput),
  /** Data of your own, kept with the session. */
  metadata: anyObject,
  workspaceID: text,
  /** What may be done without asking; the last rule that matches wins. */
  permission: z.optional(rules),
});
/** What a new session may be given. */
export type CreateSessionOptions = Input<typeof createSessionOptions>;

/** Makes a session. One request per subscription, its session, then complete. */
export function createSession(http: HttpContext, options: CreateSessionOptions = {}): Observable<Session> {
  checkOptions('createSession', createSessionOptions, options);
  const body = { ...own(options), model: options.model && sessionModel(options.model) };
  return call(http, { method: 'POST', path: '/session', body, options }, sessionCheck);
}

/** One session; `SessionNotFoundError` when there is none. */
export function getSession(http: HttpContext, sessionID: string, options?: CallOptions): Observable<Session> {
  const path = sessionPath('getSession', sessionID);
  return plainCall(http, 'getSession', { method: 'GET', path, options }, sessionCheck);
}

/** The schema of {@link ListSessionsOptions}. */
export const listSessionsOptions = z.strictObject({
  ...callShape,
  /** `project`: all directories of the project, not only this one. */
  scope: z.optional(z.literal('project')),
  /** Only sessions of this folder inside the project. */
  path: text,
  /** Without the children. */
  roots: flag,
  /** Only sessions changed since, in milliseconds since 1970. */
  start: amount,
  /** Only sessions with this in their title. */
  search: text,
  /** How many at most. */
  limit: z.optional(z.number().check(z.nonnegative())),
});
/** Which sessions are wanted. */
export type ListSessionsOptions = Input<typeof listSessionsOptions>;

/** The sessions of the directory, those that changed last first. */
export function listSessions(http: HttpContext, options: ListSessionsOptions = {}): Observable<readonly Session[]> {
  checkOptions('listSessions', listSessionsOptions, options);
  return call(http, { method: 'GET', path: '/session', query: own(options), options }, list(sessionCheck));
}

/** The schema of {@link UpdateSessionOptions}. */
export const updateSessionOptions = z.strictObject({
  ...callShape,
  title: text,
  metadata: anyObject,
  /** Rules that are put behind those the session has. */
  permission: z.optional(rules),
  /** `archived`: when the session was put away, in milliseconds since 1970. */
  time: z.optional(z.strictObject({ archived: amount })),
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
  return call(http, { method: 'PATCH', path, body: own(options), options }, sessionCheck);
}

/** Deletes a session with its messages and children. */
export function deleteSession(http: HttpContext, sessionID: string, options?: CallOptions): Observable<boolean> {
  const path = sessionPath('deleteSession', sessionID);
  return plainCall(http, 'deleteSession', { method: 'DELETE', path, options }, yes);
}

/** The sessions that the tools of this one have started. */
export function children(http: HttpContext, sessionID: string, options?: CallOptions): Observable<readonly Session[]> {
  const path = sessionPath('children', sessionID, '/children');
  return plainCall(http, 'children', { method: 'GET', path, options }, list(sessionCheck));
}

/** The sessions of the directory that are not idle, by id: one that is not there is idle. */
export function sessionStatus(
  http: HttpContext,
  options?: CallOptions,
): Observable<Readonly<Record<string, SessionStatus>>> {
  return plainCall(http, 'sessionStatus', { method: 'GET', path: '/session/status', options }, dictionary(statusCheck));
}

/** The session's list of things to do. */
export function todos(http: HttpContext, sessionID: string, options?: CallOptions): Observable<readonly Todo[]> {
  const path = sessionPath('todos', sessionID, '/todo');
  return plainCall(http, 'todos', { method: 'GET', path, options }, list(todoCheck));
}

const diffCheck: Check<FileDiff> = z.object({ file: text });

/** The schema of {@link DiffOptions}. */
export const diffOptions = z.strictObject({
  ...callShape,
  /** Only what came of this user message. */
  messageID: text,
});
/** Which changes are wanted. */
export type DiffOptions = Input<typeof diffOptions>;

/** What the session has changed in files. */
export function diff(http: HttpContext, sessionID: string, options: DiffOptions = {}): Observable<readonly FileDiff[]> {
  const path = sessionPath('diff', sessionID, '/diff');
  checkOptions('diff', diffOptions, options);
  return call(http, { method: 'GET', path, query: own(options), options }, list(diffCheck));
}

/** The path of a session, or of something of it. */
export function sessionPath(method: string, sessionID: unknown, rest = ''): string {
  return `/session/${segment(method, 'sessionID', sessionID)}${rest}`;
}
