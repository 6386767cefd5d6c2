import { catchError, throwError, type MonoTypeOperatorFunction } from 'rxjs';
import { ConnectionError, OpencodeError, TimeoutError } from '../errors.js';
import { addressOf } from './url.js';

/** What a network's error may tell of its request. */
export interface Target {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  /** Only its host and port are told. */
  readonly url: string;
}

const NO_WAY = 'Is the address right, and the network up?';

/** What to look at first, by the system's code. */
const ADVICE = new Map([
  ['ECONNREFUSED', 'Nothing listens there: is the server running, and is the port right?'],
  ['ENOTFOUND', 'Is the host name right?'],
  ['EAI_AGAIN', 'Is the host name right, and the network up?'],
  ['ETIMEDOUT', NO_WAY],
  ['EHOSTUNREACH', NO_WAY],
  ['ENETUNREACH', NO_WAY],
  ['UND_ERR_CONNECT_TIMEOUT', NO_WAY],
  // A page's `fetch` never says why.
  [undefined, 'Is the server running there? To a page it must also allow its origin (CORS).'],
]);
const OTHER_ADVICE = 'It did not answer: is it the server, and is http or https right?';

/** The error of a request that got no answer. */
export function unreachable(target: Target, cause: unknown): OpencodeError {
  const { code } = namesOf(cause);
  const what = `could not reach the server${told(' at ', target)}${inBrackets(code)}`;
  return networkError(target, `${what}. ${ADVICE.get(code) ?? OTHER_ADVICE}`, cause);
}

/** The error of a request whose answer's headers did not come in time (ms). */
export function unanswered(target: Target, limit: number | false): TimeoutError {
  const { method, path } = target;
  return new TimeoutError(
    `${method} ${path}: no answer${told(' from ', target)} within ${String(limit)} ms (connectTimeout)`,
  );
}

/** Errors of a body that broke off, as ours. */
export function broken<T>(target: Target): MonoTypeOperatorFunction<T> {
  return catchError((cause: unknown) => {
    const what = `the connection${told(' to ', target)} broke before the answer was complete`;
    return throwError(() => networkError(target, `${what}${inBrackets(namesOf(cause).code)}`, cause));
  });
}

/** The network's error as ours; one that already is ours (a deadline's, a scripted `fetch`'s) stays as it is. */
function networkError({ method, path }: Target, what: string, cause: unknown): OpencodeError {
  return cause instanceof OpencodeError
    ? cause
    : new ConnectionError(`${method} ${path}: ${what}`, { cause: withoutUrl(cause) });
}

function told(before: string, { url }: Target): string {
  const address = addressOf(url);
  return address === undefined ? '' : `${before}${address}`;
}

const inBrackets = (code: string | undefined): string => (code === undefined ? '' : ` (${code})`);

/** What went wrong underneath, by its name and code: the network's own words quote the URL, where secrets may be. */
function withoutUrl(cause: unknown): Error {
  const { name, code } = namesOf(cause);
  return Object.assign(new Error([name, code].filter(Boolean).join(' ')), code === undefined ? {} : { code });
}

/** The name of an error, and the code that it or what it was caused by has. */
function namesOf(error: unknown): { readonly name: string; readonly code: string | undefined } {
  const isNamed = typeof error === 'object' && error !== null && 'name' in error && typeof error.name === 'string';
  return { name: isNamed ? String(error.name) : 'unknown', code: causesOf(error).flatMap(codesIn)[0] };
}

/** Causes of causes are looked at as far as this: some error is its own. */
const DEEPEST = 8;

/** An error and what caused it, the nearest first. */
export function causesOf(error: unknown): readonly object[] {
  const causes: object[] = [];
  for (let cause = error; typeof cause === 'object' && cause !== null && causes.length < DEEPEST;) {
    causes.push(cause);
    cause = 'cause' in cause ? cause.cause : undefined;
  }
  return causes;
}

/** The code of an error, if it has one. */
export const codesIn = (error: object): readonly string[] =>
  'code' in error && typeof error.code === 'string' ? [error.code] : [];
