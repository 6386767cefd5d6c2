import type { Observable } from 'rxjs';
import type { ScriptedRequest } from './scripted-fetch.js';

/** The values of the `:names` of an endpoint in a request's path. */
export type PathParameters = Readonly<Record<string, string>>;

/** Answers a request: with a `Response`, or anything else as JSON; now or later. */
export type Handler = (
  request: ScriptedRequest,
  parameters: PathParameters,
) => Response | Promise<Response> | Observable<Response>;

/**
 * Reads an endpoint: `'GET /session/:id'`; `'/session/:id'` for any method; a `*` stands for anything. The answer tells
 * whether a request is for it, and with which parameters.
 */
export function endpoint(pattern: string): (request: ScriptedRequest) => PathParameters | undefined {
  const [, method, path = ''] = /^(?:([A-Z]+) )?(\/\S*|\*)$/.exec(pattern) ?? [];
  if (path === '') throw new TypeError(`'${pattern}' is no endpoint such as 'GET /session/:id' or '/event'`);
  const source = path
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/:(\w+)/g, '(?<$1>[^/]+)')
    .replaceAll('*', '.*');
  const matcher = new RegExp(`^${source}$`);
  return request => {
    if (method !== undefined && method !== request.method) return undefined;
    const found = matcher.exec(request.url.pathname);
    return found === null ? undefined : Object.fromEntries(Object.entries(found.groups ?? {}).map(decoded));
  };
}

const decoded = ([name, value]: [string, string]): [string, string] => [name, decodeURIComponent(value)];
