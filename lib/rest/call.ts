import { map, type Observable } from 'rxjs';
import * as z from 'zod/mini';
import { ProtocolError } from '../errors.js';
import type { HttpAnswer, HttpContext, HttpQuery } from '../transport/http.js';
import { request } from '../transport/request.js';
import { checkShape, issuesOf, type Check } from '../wire/index.js';
import { checkOptions } from './input.js';

const otherwise = 'neither a positive number of milliseconds nor false';

/** What can be set for every single call. */
export interface CallOptions {
  /**
   * Milliseconds until the answer is complete; `false` waits for ever.
   * @defaultValue the client's `timeout`; `false` where the server answers when a turn is over
   */
  readonly timeout?: number | false | undefined;
  /**
   * The directory whose instance is asked: questions and permissions must be answered in their session's.
   * @defaultValue the client's `directory`
   */
  readonly directory?: string | undefined;
  /**
   * The workspace that is asked.
   * @defaultValue the client's `workspace`
   */
  readonly workspace?: string | undefined;
}

/** The options every call has, for the schemas of the endpoints. */
export const callShape = {
  timeout: z.optional(z.union([z.number().check(z.positive(otherwise)), z.literal(false)], otherwise)),
  directory: z.optional(z.string().check(z.minLength(1, 'empty'))),
  workspace: z.optional(z.string().check(z.minLength(1, 'empty'))),
};

/** The schema of {@link CallOptions}. */
export const callOptions = z.strictObject(callShape);

/** One call: what is sent, and what the options say. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: HttpQuery;
  readonly body?: unknown;
  readonly options?: CallOptions | undefined;
}

/** An endpoint that takes no options but those of every call. */
export function plainCall<T>(http: HttpContext, name: string, details: Call, check: Check<T>): Observable<T> {
  checkOptions(name, callOptions, details.options ?? {});
  return call(http, details, check);
}

/**
 * Sends one request and hands on its answer, as the server sent it, when the check finds nothing wrong with it.
 *
 * One request per subscription; emits once and completes; errors with what `request` errors with, and with
 * `ProtocolError` when the shape is another; unsubscribing aborts.
 */
export function call<T>(http: HttpContext, details: Call, check: Check<T>): Observable<T> {
  return send(http, details).pipe(map(answer => checkAnswer(details, answer, check)));
}

/** As {@link call}, with the whole answer, unchecked. */
export function send(http: HttpContext, { method, path, query, body, options = {} }: Call): Observable<HttpAnswer> {
  const { timeout, directory, workspace } = options;
  return request(http, { method, path, query: { ...query, directory, workspace }, body, timeout });
}

/** The answer's body, the very value that came, or a `ProtocolError` that says what is wrong with it. */
export function checkAnswer<T>(details: Call, { status, body }: HttpAnswer, check: Check<T>): T {
  const { value, error } = checkShape(check, body);
  if (error === undefined) return value as T;
  const message = `${details.method} ${details.path}: not the answer the API promises: ${issuesOf(error)}`;
  throw new ProtocolError(message, { response: { status, body }, cause: error });
}

/** The options of an endpoint without those that every call has. */
export function own<Options extends CallOptions>(options: Options): Omit<Options, keyof CallOptions> {
  const { timeout, directory, workspace, ...rest } = options;
  return rest;
}

/** The options of a call that is answered when a turn is over: minutes (`lib/wire/PROTOCOL.md` § 7.5). */
export function patient(options: CallOptions): CallOptions {
  return { ...options, timeout: options.timeout ?? false };
}

/** The answer `true`. */
export const yes: Check<boolean> = z.boolean();
