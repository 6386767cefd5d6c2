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
  type JsonObject,
  type Session,
  type SessionStatuses,
  type Todo,
} from '../wire/index.js';
import { call, callShape, own, plainCall, yes, type CallOptions } from './call.js';
import { checkOptions, segment } from './input.js';
import { modelInput, sessionModel, type ModelInput } from './model-input.js';

const rules = z.array(
  z.strictObject({ permission: z.string(), pattern: z.string(), action: z.enum(['allow', 'deny', 'ask']) }),
);

/** What a new session may be given. */
export interface CreateSessionOptions extends CallOptions {
  /**
   * The title.
   * @defaultValue one the server makes of the time, and later of the first prompt
   */
  readonly title?: string | undefined;
  /** The session this one is a child of. */
  readonly parentID?: string | undefined;
  /** The agent of the session. */
  readonly agent?: string | undefined;
  /** The model of the session, for prompts that name none. */
  readonly model?: ModelInput | undefined;
  /** Data of your own, kept with the session. */
  readonly metadata?: JsonObject | undefined;
  /** The workspace the session belongs to. */
  readonly workspaceID?: string | undefined;
  /** What may be done without asking; the last rule that matches wins. */
  readonly permission?:
    | readonly {
        readonly permission: string;
        readonly pattern: string;
        readonly action: 'allow' | 'deny' | 'ask';
      }[]
    | undefined;
}

/** The schema of {@link CreateSessionOptions}. */
export const createSessionOptions = z.strictObject({
  ...callShape,
  title: text,
  parentID: text,
  agent: text,
  model: z.optional(modelInput),
  metadata: anyObject,
  workspaceID: text,
  permission: z.optional(rules),
});

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

/** Which sessions are wanted. */
export interface ListSessionsOptions extends CallOptions {
  /** `project`: all directories of the project, not only this one. */
  readonly scope?: 'project' | undefined;
  /** Only sessions of this folder inside the project. */
  readonly path?: string | undefined;
  /** Without the children. */
  readonly roots?: boolean | undefined;
  /** Only sessions changed since, in milliseconds since 1970. */
  readonly start?: number | undefined;
  /** Only sessions with this in their title. */
  readonly search?: string | undefined;
  /** How many at most. */
  readonly limit?: number | undefined;
}

/** The schema of {@link ListSessionsOptions}. */
export const listSessionsOptions = z.strictObject({
  ...callShape,
  scope: z.optional(z.literal('project')),
  path: text,
  roots: flag,
  start: amount,
  search: text,
  limit: z.optional(z.number().check(z.nonnegative())),
});

/** The sessions of the directory, those that changed last first. */
export function listSessions(http: HttpContext, options: ListSessionsOptions = {}): Observable<readonly Session[]> {
  checkOptions('listSessions', listSessionsOptions, options);
  return call(http, { method: 'GET', path: '/session', query: own(options), options }, list(sessionCheck));
}

/** What can be changed about a session. */
export interface UpdateSessionOptions extends CallOptions {
  /** The new title. */
  readonly title?: string | undefined;
  /** Data of your own, kept with the session. */
  readonly metadata?: JsonObject | undefined;
  /** Rules that are put behind those the session has. */
  readonly permission?: CreateSessionOptions['permission'];
  /** `archived`: when the session was put away, in milliseconds since 1970. */
  readonly time?: { readonly archived?: number | undefined } | undefined;
}

/** The schema of {@link UpdateSessionOptions}. */
export const updateSessionOptions = z.strictObject({
  ...callShape,
  title: text,
  metadata: anyObject,
  permission: z.optional(rules),
  time: z.optional(z.strictObject({ archived: amount })),
});

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
export function sessionStatus(http: HttpContext, options?: CallOptions): Observable<SessionStatuses> {
  return plainCall(http, 'sessionStatus', { method: 'GET', path: '/session/status', options }, dictionary(statusCheck));
}

/** The session's list of things to do. */
export function todos(http: HttpContext, sessionID: string, options?: CallOptions): Observable<readonly Todo[]> {
  const path = sessionPath('todos', sessionID, '/todo');
  return plainCall(http, 'todos', { method: 'GET', path, options }, list(todoCheck));
}

const diffCheck: Check<FileDiff> = z.object({ file: text });

/** Which changes are wanted. */
export interface DiffOptions extends CallOptions {
  /** Only what came of this user message. */
  readonly messageID?: string | undefined;
}

/** The schema of {@link DiffOptions}. */
export const diffOptions = z.strictObject({ ...callShape, messageID: text });

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
