import type { Observable } from 'rxjs';
import * as z from 'zod/mini';
import type { HttpContext } from '../transport/http.js';
import {
  agentSchema,
  commandSchema,
  configSchema,
  healthSchema,
  pathInfoSchema,
  projectSchema,
  providerListSchema,
  vcsInfoSchema,
  type Agent,
  type Command,
  type Config,
  type Health,
  type PathInfo,
  type Project,
  type ProviderList,
  type VcsInfo,
} from '../wire/index.js';
import { plainCall, type CallOptions } from './call.js';

/** Whether the server is well, and its version. */
export function health(http: HttpContext, options?: CallOptions): Observable<Health> {
  return plainCall(http, 'health', { method: 'GET', path: '/global/health', options }, healthSchema);
}

/** The agents that can be asked. */
export function agents(http: HttpContext, options?: CallOptions): Observable<readonly Agent[]> {
  return plainCall(http, 'agents', { method: 'GET', path: '/agent', options }, z.array(agentSchema));
}

/** The slash commands there are. */
export function commands(http: HttpContext, options?: CallOptions): Observable<readonly Command[]> {
  return plainCall(http, 'commands', { method: 'GET', path: '/command', options }, z.array(commandSchema));
}

/** The providers and their models. */
export function providers(http: HttpContext, options?: CallOptions): Observable<ProviderList> {
  return plainCall(http, 'providers', { method: 'GET', path: '/provider', options }, providerListSchema);
}

/** The configuration in force. */
export function config(http: HttpContext, options?: CallOptions): Observable<Config> {
  return plainCall(http, 'config', { method: 'GET', path: '/config', options }, configSchema);
}

/** Every project the server has seen. */
export function projects(http: HttpContext, options?: CallOptions): Observable<readonly Project[]> {
  return plainCall(http, 'projects', { method: 'GET', path: '/project', options }, z.array(projectSchema));
}

/** The project of the directory. */
export function currentProject(http: HttpContext, options?: CallOptions): Observable<Project> {
  return plainCall(http, 'currentProject', { method: 'GET', path: '/project/current', options }, projectSchema);
}

/** The folders the server works with. */
export function path(http: HttpContext, options?: CallOptions): Observable<PathInfo> {
  return plainCall(http, 'path', { method: 'GET', path: '/path', options }, pathInfoSchema);
}

/** The branch the directory is on. */
export function vcs(http: HttpContext, options?: CallOptions): Observable<VcsInfo> {
  return plainCall(http, 'vcs', { method: 'GET', path: '/vcs', options }, vcsInfoSchema);
}
