import { catchError, concatMap, defer, throwError, type Observable } from 'rxjs';
import * as z from 'zod/mini';
import { ProtocolError } from '../errors.js';
import type { HttpAnswer, HttpContext, HttpQuery } from '../transport/http.js';
import { request } from '../transport/request.js';
import { applySchema, isAnswerSchema, type AnswerSchema } from './answer-schema.js';
import { callShape, type CallOptions } from './call.js';
import { checkOptions, requireText } from './input.js';

/** What a request to any endpoint may say. */
export interface CustomRequestOptions<T = unknown> extends CallOptions {
  /** Query parameters; one that is undefined is left out. */
  readonly query?: HttpQuery | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  /**
   * Checks the answer; what it makes of the answer is emitted.
   * @defaultValue the answer is emitted as it is, as `unknown`
   */
  readonly schema?: AnswerSchema<T> | undefined;
}

const value = z.optional(z.union([z.string(), z.number(), z.boolean()]));

/** The schema of {@link CustomRequestOptions}. */
export const customRequestOptions = z.strictObject({
  ...callShape,
  query: z.optional(z.record(z.string(), value)),
  body: z.optional(z.unknown()),
  schema: z.optional(z.custom<AnswerSchema<unknown>>(isAnswerSchema)),
});

/**
 * Any endpoint, for those that have no method here. `path` begins with a slash and has its segments encoded.
 *
 * One request per subscription; emits the answer (undefined when it is empty) and completes; errors as every request
 * does, and with `ProtocolError` when the schema refuses; unsubscribing aborts.
 */
export function customRequest<T = unknown>(
  http: HttpContext,
  method: string,
  path: string,
  options: CustomRequestOptions<T> = {},
): Observable<T> {
  requireText('request', 'method', method);
  if (!requireText('request', 'path', path).startsWith('/')) throw new TypeError("request: path must begin with '/'");
  checkOptions('request', customRequestOptions, options);
  const { query, body, timeout, directory, workspace, schema } = options;
  return request(http, { method, path, query: { directory, workspace, ...query }, body, timeout }).pipe(
    concatMap(answer => outputOf(`${method} ${path.split('?', 1)[0] ?? ''}`, answer, schema)),
  );
}

function outputOf<T>(where: string, answer: HttpAnswer, schema: AnswerSchema<T> | undefined): Observable<T> {
  const { status, body } = answer;
  return defer(() => applySchema(schema ?? asItIs<T>(), body)).pipe(
    catchError((cause: unknown) => {
      const words = cause instanceof Error ? cause.message : String(cause);
      const message = `${where}: not the answer the schema asks for: ${words.slice(0, 300)}`;
      return throwError(() => new ProtocolError(message, { response: { status, body }, cause }));
    }),
  );
}

/** Without a schema nothing is known of the answer, and `T` is `unknown` unless the caller says otherwise. */
function asItIs<T>(): AnswerSchema<T> {
  return { parse: answer => answer as T };
}
