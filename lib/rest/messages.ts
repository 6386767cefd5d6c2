import { map, type Observable } from 'rxjs';
import * as z from 'zod/mini';
import type { HttpContext } from '../transport/http.js';
import { list, messageWithPartsCheck, text, type MessageWithParts } from '../wire/index.js';
import { callShape, checkAnswer, own, plainCall, send, yes, type Call, type CallOptions } from './call.js';
import { checkOptions, segment } from './input.js';
import { sessionPath } from './sessions.js';

/** Messages in the order they were made, the oldest first. */
export interface MessagePage extends ReadonlyArray<MessageWithParts> {
  /** What to pass as `before` for the page before this one; undefined at the beginning. Not enumerable. */
  readonly nextCursor?: string;
}

/** Which messages are wanted. */
export interface GetMessagesOptions extends CallOptions {
  /**
   * How many at most, counted from the end.
   * @defaultValue all
   */
  readonly limit?: number | undefined;
  /** The `nextCursor` of the page after the one that is wanted; takes a `limit`. */
  readonly before?: string | undefined;
}

/** The schema of {@link GetMessagesOptions}. */
export const getMessagesOptions = z.strictObject({
  ...callShape,
  limit: z.optional(z.number().check(z.nonnegative())),
  before: text,
});

/** The messages of a session, all or a page of them (`lib/wire/PROTOCOL.md` § 7.3). */
export function getMessages(
  http: HttpContext,
  sessionID: string,
  options: GetMessagesOptions = {},
): Observable<MessagePage> {
  const path = sessionPath('getMessages', sessionID, '/message');
  checkOptions('getMessages', getMessagesOptions, options);
  if (options.before !== undefined && options.limit === undefined)
    throw new TypeError('getMessages: before takes a limit');
  const details: Call = { method: 'GET', path, query: own(options), options };
  return send(http, details).pipe(
    map(answer => page(checkAnswer(details, answer, list(messageWithPartsCheck)), answer.headers.get('x-next-cursor'))),
  );
}

/** One message. */
export function getMessage(
  http: HttpContext,
  sessionID: string,
  messageID: string,
  options?: CallOptions,
): Observable<MessageWithParts> {
  const path = messagePath('getMessage', sessionID, messageID);
  return plainCall(http, 'getMessage', { method: 'GET', path, options }, messageWithPartsCheck);
}

/** Deletes a message; refused (`BadRequestError`) while the session is busy. */
export function deleteMessage(
  http: HttpContext,
  sessionID: string,
  messageID: string,
  options?: CallOptions,
): Observable<boolean> {
  const path = messagePath('deleteMessage', sessionID, messageID);
  return plainCall(http, 'deleteMessage', { method: 'DELETE', path, options }, yes);
}

function messagePath(method: string, sessionID: string, messageID: string): string {
  return sessionPath(method, sessionID, `/message/${segment(method, 'messageID', messageID)}`);
}

/** Not enumerable, so that a page compares, copies and prints as the plain array it is. */
function page(messages: readonly MessageWithParts[], cursor: string | null): MessagePage {
  return cursor === null ? messages : Object.defineProperty(messages, 'nextCursor', { value: cursor });
}
