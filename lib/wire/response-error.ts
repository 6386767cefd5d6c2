import {
  BadRequestError,
  NotFoundError,
  type OpencodeError,
  PromptNotFoundError,
  ProtocolError,
  ServerError,
  SessionNotFoundError,
  UnauthorizedError,
  type OpencodeErrorOptions,
} from '../errors.js';
import { isObject } from './json.js';

/** A request the server answered with a status that is no success. */
export interface FailedRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Parsed JSON, or text, or undefined when empty. */
  readonly body: unknown;
  /** Milliseconds. */
  readonly retryAfter?: number | undefined;
}

type ErrorClass = new (message: string, options: OpencodeErrorOptions) => OpencodeError;

const longest = 2000;

/**
 * The typed error for a failed request, with the server's words. The four shapes of an error body are in
 * `lib/wire/PROTOCOL.md` § 7.2.
 */
export function responseError({ method, path, status, body, retryAfter }: FailedRequest): OpencodeError {
  const words = wordsOf(body);
  const where = `${method} ${path.split('?', 1)[0] ?? ''}`;
  const told = words === '' ? `${where}: HTTP status ${status}` : `${where}: ${words} (${status})`;
  const advice = adviceOn(status, body);
  const message = advice === undefined ? told : `${told}. ${advice}`;
  const kept = typeof body === 'string' ? body.slice(0, longest) : body;
  const response = { status, body: kept, ...(retryAfter !== undefined && { retryAfter }) };
  return new (classOf(status, nameOf(body), words))(message, { response });
}

/** What to look at first, where the server's own words do not say. */
function adviceOn(status: number, body: unknown): string | undefined {
  if (status === 401) return 'Is the password right? See the options username and password, or headers.';
  const isForeign = NO_SUCH_PATH.has(status) && typeof body === 'string';
  return isForeign ? 'Is it an OpenCode server, and is baseUrl right?' : undefined;
}

/** What OpenCode does not find it tells in JSON, or not at all; a path it does not know it answers with its page. */
const NO_SUCH_PATH: ReadonlySet<number> = new Set([404, 405, 501]);

function classOf(status: number, name: string, words: string): ErrorClass {
  if (status >= 500) return ServerError;
  if (status === 401 || status === 403) return UnauthorizedError;
  if (status === 404) return notFoundClass(name, words);
  return status >= 400 ? BadRequestError : ProtocolError;
}

/** How a missing session is told: in words, or by 1.1 with the path of its file, whatever its system's separator. */
const NO_SESSION = /^(session not found|resource not found: .*[\\/]session[\\/][^\\/]+[\\/]ses_[^\\/]*$)/i;

/** A missing session and a missing message are both `NotFoundError` on the wire: only the words tell them apart. */
function notFoundClass(name: string, words: string): ErrorClass {
  if (name === 'QuestionNotFoundError' || name === 'PermissionNotFoundError') return PromptNotFoundError;
  return name === 'SessionNotFoundError' || NO_SESSION.test(words) ? SessionNotFoundError : NotFoundError;
}

function nameOf(body: unknown): string {
  return firstText(body, ['_tag', 'name']);
}

function wordsOf(body: unknown): string {
  if (typeof body === 'string') return isMarkup(body) ? '' : oneLine(body);
  if (!isObject(body)) return '';
  return oneLine(firstText(body['data'], ['message']) || firstText(body, ['message', 'error', '_tag', 'name']));
}

function firstText(value: unknown, keys: readonly string[]): string {
  const texts = isObject(value) ? keys.map(key => value[key]) : [];
  return texts.find(each => typeof each === 'string') ?? '';
}

function isMarkup(text: string): boolean {
  return /^\s*</.test(text);
}

/** Words for an error message: one line of at most 300 characters. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 300);
}
