import type { Observable } from 'rxjs';
import * as z from 'zod/mini';
import type { HttpContext } from '../transport/http.js';
import {
  list,
  text,
  type Agent,
  type Check,
  type Command,
  type Config,
  type Health,
  type PathInfo,
  type Project,
  type ProviderList,
  type VcsInfo,
} from '../wire/index.js';
import { plainCall, type CallOptions } from './call.js';

const named = z.object({ name: z.string() });
const numbered = z.object({ id: z.string() });
const anything = z.object({});
const providerList: Check<ProviderList> = z.object({ all: list(numbered) });
const healthCheck: Check<Health> = z.object({ version: text });

/** Whether the server is well, and its version. */
export function health(http: HttpContext, options?: CallOptions): Observable<Health> {
  return plainCall(http, 'health', { method: 'GET', path: '/global/health', options }, healthCheck);
}

/** The agents that can be asked. */
export function agents(http: HttpContext, options?: CallOptions): Observable<readonly Agent[]> {
  return plainCall(http, 'agents', { method: 'GET', path: '/agent', options }, list<Agent>(named));
}

/** The slash commands there are. */
export function commands(http: HttpContext, options?: CallOptions): Observable<readonly Command[]> {
  return plainCall(http, 'commands', { method: 'GET', path: '/command', options }, list<Command>(named));
}

/** The providers and their models. */
export function providers(http: HttpContext, options?: CallOptions): Observable<ProviderList> {
  return plainCall(http, 'providers', { method: 'GET', path: '/provider', options }, providerList);
}

/** The configuration in force. */
export function config(http: HttpContext, options?: CallOptions): Observable<Config> {
  return plainCall(http, 'config', { method: 'GET', path: '/config', options }, anything);
}

/** Every project the server has seen. */
export function projects(http: HttpContext, options?: CallOptions): Observable<readonly Project[]> {
  return plainCall(http, 'projects', { method: 'GET', path: '/project', options }, list<Project>(numbered));
}

/** The project of the directory. */
export function currentProject(http: HttpContext, options?: CallOptions): Observable<Project> {
  return plainCall(http, 'currentProject', { method: 'GET', path: '/project/current', options }, numbered);
}

/** The folders the server works with. */
export function path(http: HttpContext, options?: CallOptions): Observable<PathInfo> {
  return plainCall(http, 'path', { method: 'GET', path: '/path', options }, anything);
}

/** The branch the directory is on. */
export function vcs(http: HttpContext, options?: CallOptions): Observable<VcsInfo> {
  return plainCall(http, 'vcs', { method: 'GET', path: '/vcs', options }, anything);
}
