import type { ObservableInput } from 'rxjs';
import type { Instrumentation } from './instrumentation.js';

/** Header names and values. */
export type RequestHeaders = Readonly<Record<string, string>>;

/** How a client is made. Everything is optional; where a process environment exists, it fills in what is left out. */
export interface OpencodeClientOptions {
  /**
   * Where the server is. A path prefix and a query are kept; credentials in it become the Authorization header.
   * @defaultValue `OPENCODE_BASE_URL`, else `http://localhost:4096`
   */
  readonly baseUrl?: string | URL | undefined;
  /** @defaultValue `OPENCODE_SERVER_USERNAME`, else `opencode` */
  readonly username?: string | undefined;
  /** @defaultValue `OPENCODE_SERVER_PASSWORD`; without one no Authorization header is sent */
  readonly password?: string | undefined;
  /**
   * Headers for every request, or a function that is asked anew for each request and each reconnect (for tokens); its
   * first value counts. They win over the client's own.
   */
  readonly headers?: RequestHeaders | (() => ObservableInput<RequestHeaders>) | undefined;
  /**
   * Milliseconds from subscribing to the end of the answer, unless a call says otherwise.
   * @defaultValue `OPENCODE_TIMEOUT` (which is in seconds), else 120 000
   */
  readonly timeout?: number | undefined;
  /**
   * The directory whose instance is spoken to.
   * @defaultValue the server's working directory
   */
  readonly directory?: string | undefined;
  /** The workspace that is spoken to. */
  readonly workspace?: string | undefined;
  /** @defaultValue cross-fetch; the page's own `fetch` in a browser bundle */
  readonly fetch?: typeof fetch | undefined;
  /** @defaultValue nothing is reported */
  readonly instrumentation?: Instrumentation | undefined;
  /**
   * Bytes of one event; a larger one is refused, and the stream lives on.
   * @defaultValue 16 MiB
   */
  readonly maxEventBytes?: number | undefined;
  /**
   * Milliseconds the server has to answer the event connection with headers.
   * @defaultValue 10 000
   */
  readonly connectTimeout?: number | undefined;
  /**
   * Milliseconds of silence after which an event connection is replaced. Longer than the server's heartbeat (10 s, 30 s
   * on older ones): else an idle connection is replaced again and again, ever later.
   * @defaultValue 65 000, twice the slowest heartbeat
   */
  readonly heartbeatTimeout?: number | undefined;
  /**
   * Milliseconds without news of a session that is followed, after which the truth is fetched; to within a hundredth.
   * @defaultValue 30 000
   */
  readonly reconcileInterval?: number | undefined;
}

/** A client's options with everything in place. */
export interface ResolvedOptions {
  /** No trailing slash, no credentials, no query. */
  readonly baseUrl: string;
  readonly baseQuery: Readonly<Record<string, string>>;
  readonly authorization: RequestHeaders;
  readonly headers: RequestHeaders | (() => ObservableInput<RequestHeaders>);
  readonly timeout: number;
  readonly fetch: typeof fetch | undefined;
  readonly instrumentation: Instrumentation | undefined;
  readonly maxEventBytes: number;
  readonly connectTimeout: number;
  readonly heartbeatTimeout: number;
  readonly reconcileInterval: number;
}

type Environment = Readonly<Record<string, string | undefined>>;
type Rule = readonly [check: (value: unknown) => boolean, words: string];

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isDuration = (value: unknown): boolean => typeof value === 'number' && Number.isFinite(value) && value > 0;
const isHeaders = (value: unknown): boolean =>
  typeof value === 'function' ||
  (isPlain(value) && Object.values(value).every(header => typeof header === 'string' && isLegalHeader(header)));

/** Whether HTTP allows a header's value: no line break, nothing beyond Latin-1. */
export const isLegalHeader = (value: string): boolean => /^[\t\x20-\x7e\x80-\xff]*$/.test(value);

/** Not a `Headers` or a `Map`, whose content an object's own entries do not show. */
const isPlain = (value: unknown): value is object => Object.prototype.toString.call(value) === '[object Object]';

const text: Rule = [isText, 'a non-empty string'];
const milliseconds: Rule = [isDuration, 'a positive number of milliseconds'];

const rules: { readonly [K in keyof OpencodeClientOptions]-?: Rule } = {
  baseUrl: [value => isText(value) || value instanceof URL, 'an http or https URL'],
  username: text,
  password: [value => typeof value === 'string', 'a string'],
  headers: [isHeaders, 'a plain object of strings without line breaks, or a function that gives one'],
  timeout: milliseconds,
  directory: text,
  workspace: text,
  fetch: [value => typeof value === 'function', 'a function'],
  instrumentation: [
    value => typeof value === 'object' && value !== null && 'instrument' in value && 'notify' in value,
    'an object with instrument and notify',
  ],
  maxEventBytes: [isDuration, 'a positive number of bytes'],
  connectTimeout: milliseconds,
  heartbeatTimeout: milliseconds,
  reconcileInterval: milliseconds,
};

/** The environment where there is one; a page has none. */
export const environment = (): Environment => (globalThis as { process?: { env?: Environment } }).process?.env ?? {};

/** Checks the options and fills in what is left out. Throws a `TypeError` that names the option. */
export function resolveOptions(given: OpencodeClientOptions, env: Environment): ResolvedOptions {
  checkRules(given);
  const url = baseUrlOf(given, env);
  const { directory, workspace } = given;
  return {
    baseUrl: `${url.origin}${url.pathname}`.replace(/\/+$/, ''),
    baseQuery: {
      ...Object.fromEntries(url.searchParams),
      ...(directory !== undefined && { directory }),
      ...(workspace !== undefined && { workspace }),
    },
    authorization: authorizationOf(given, url, env),
    headers: given.headers ?? {},
    timeout: given.timeout ?? timeoutOf(env),
    fetch: given.fetch,
    instrumentation: given.instrumentation,
    maxEventBytes: given.maxEventBytes ?? 16 * 1024 * 1024,
    connectTimeout: given.connectTimeout ?? 10_000,
    heartbeatTimeout: given.heartbeatTimeout ?? 65_000,
    reconcileInterval: given.reconcileInterval ?? 30_000,
  };
}

function checkRules(given: OpencodeClientOptions): void {
  if (!isPlain(given)) throw new TypeError('OpencodeClient: options must be an object');
  for (const [name, value] of Object.entries(given)) {
    const rule = Object.hasOwn(rules, name) ? rules[name as keyof OpencodeClientOptions] : undefined;
    if (rule === undefined)
      throw new TypeError(`OpencodeClient: unknown option '${name}'; known are ${Object.keys(rules).join(', ')}`);
    if (value !== undefined && !rule[0](value)) throw new TypeError(`OpencodeClient: ${name} must be ${rule[1]}`);
  }
}

/** Never quotes the URL: there may be a password in it. */
function baseUrlOf({ baseUrl }: OpencodeClientOptions, env: Environment): URL {
  const fromEnv = baseUrl === undefined ? env['OPENCODE_BASE_URL'] : undefined;
  const given = baseUrl ?? present(fromEnv) ?? 'http://localhost:4096';
  const url = URL.canParse(String(given)) ? new URL(given) : undefined;
  if (url !== undefined && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  const name = present(fromEnv) === undefined ? 'baseUrl' : 'OPENCODE_BASE_URL';
  throw new TypeError(`OpencodeClient: ${name} must be an http or https URL such as http://localhost:4096`);
}

function authorizationOf(given: OpencodeClientOptions, url: URL, env: Environment): RequestHeaders {
  const inUrl = credentialsOf(url);
  const password = given.password ?? present(inUrl.password) ?? env['OPENCODE_SERVER_PASSWORD'];
  if (!password) return {};
  const fallback = present(env['OPENCODE_SERVER_USERNAME']) ?? 'opencode';
  return basicAuthorization(given.username ?? present(inUrl.username) ?? fallback, password);
}

/** The header of Basic authentication. */
export function basicAuthorization(username: string, password: string): RequestHeaders {
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return { authorization: `Basic ${btoa(String.fromCodePoint(...bytes))}` };
}

/** The credentials in a URL, empty where it has none. */
export const credentialsOf = ({ username, password }: URL): Readonly<Record<'username' | 'password', string>> => ({
  username: decoded(username),
  password: decoded(password),
});

const present = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

/** A stray percent sign in a password is taken as it stands. */
function decoded(credential: string): string {
  try {
    return decodeURIComponent(credential);
  } catch {
    return credential;
  }
}

function timeoutOf(env: Environment): number {
  const seconds = env['OPENCODE_TIMEOUT'];
  if (!seconds) return 120_000;
  if (isDuration(Number(seconds))) return Number(seconds) * 1000;
  throw new TypeError('OpencodeClient: OPENCODE_TIMEOUT must be a positive number of seconds');
}
