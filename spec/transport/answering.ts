import type { Observable } from 'rxjs';
import type { HttpAnswer, HttpContext, HttpRequest } from '../../lib/transport/http.js';
import { request } from '../../lib/transport/request.js';
import { scriptedFetch, type Respond } from '../support/scripted-fetch.js';
import { contextOf } from './support.js';

const get: HttpRequest = { method: 'GET', path: '/session' };

export function answering(respond: Respond, some: Partial<HttpContext> = {}) {
  const { fetch, requests: calls } = scriptedFetch(respond);
  const context = contextOf({ fetch, ...some });
  return { calls, send: (call: HttpRequest = get): Observable<HttpAnswer> => request(context, call) };
}
