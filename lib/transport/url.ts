import type { HttpQuery } from './http.js';

/** Base URL, path and queries as one URL. Of a parameter named twice the later one counts: base, path's own, query. */
export function joinUrl(baseUrl: string, baseQuery: HttpQuery, path: string, query: HttpQuery = {}): string {
  const [pathname, inline] = splitQuery(path);
  const parameters = new URLSearchParams();
  const all = [...Object.entries(baseQuery), ...new URLSearchParams(inline), ...Object.entries(query)];
  for (const [name, value] of all) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  const search = parameters.toString();
  return `${baseUrl}${pathname.startsWith('/') ? '' : '/'}${pathname}${search && `?${search}`}`;
}

/**
 * The path of a URL, absolute or relative, without its query: with host and port all that a message may tell, for the
 * rest can be secret.
 */
export function pathOf(url: string | URL): string {
  return new URL(url, 'http://localhost').pathname;
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** Host and port of an absolute URL. */
export function addressOf(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, port, protocol } = new URL(url);
  return `${hostname}:${port || (DEFAULT_PORTS[protocol] ?? '')}`;
}

/** A path without the query that may hang on it. */
export function withoutQuery(path: string): string {
  return splitQuery(path)[0];
}

function splitQuery(path: string): [pathname: string, query: string] {
  const mark = path.indexOf('?');
  return mark === -1 ? [path, ''] : [path.slice(0, mark), path.slice(mark + 1)];
}
