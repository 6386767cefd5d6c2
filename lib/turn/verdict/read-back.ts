import { catchError, concatMap, EMPTY, expand, of, reduce, throwError, type Observable } from 'rxjs';
import { BadRequestError, SessionNotFoundError, UnauthorizedError } from '../../errors.js';
import type { MessagePage } from '../../rest/index.js';
import { isRetryable } from '../../transport/retryable.js';
import type { MessageWithParts } from '../../wire/index.js';
import { PAGE, type StoreReader } from '../hub/store-reader.js';
import { isAsked } from './thread.js';

/** Whose messages are read. */
export interface ReadBackOptions {
  readonly sessionID: string;
  /** The turn's user message; without it, pages are read back to the last prompt. */
  readonly messageID: string | undefined;
}

type Messages = readonly MessageWithParts[];

/**
 * Reads pages back until the turn's user message is in: the messages read, oldest first; `undefined` where the server
 * will not list them. 1.1 cuts the list off and names no page before it.
 */
export function readBack(store: StoreReader, options: ReadBackOptions): Observable<Messages | undefined> {
  const { sessionID, messageID } = options;
  const isCutOff = (read: Messages) => read.length === PAGE && !holdsTurn(read, messageID);
  const next = (read?: MessagePage) => store.messages(sessionID, read && { before: read.nextCursor });
  return collected(options, next).pipe(
    concatMap(read => (isCutOff(read) ? store.allMessages(sessionID) : of(read))),
    catchError((error: unknown) => (isRefusal(error) ? oneByOne(store, options) : throwError(() => error))),
    catchError((error: unknown) => (isRefusal(error) ? of(undefined) : throwError(() => error))),
  );
}

/**
 * A list that begins with a prompt with a `format` is refused, what comes after it can be had by itself
 * (`lib/wire/PROTOCOL.md` § 6). Where that prompt is the turn's own, its id is all that is needed of it.
 */
function oneByOne(store: StoreReader, options: ReadBackOptions): Observable<Messages> {
  const next = (read?: MessagePage) =>
    store.messages(options.sessionID, { limit: 1, before: read?.nextCursor }).pipe(
      catchError((error: unknown) => {
        const messageID = options.messageID ?? promptOf(read);
        const isFirst = read !== undefined && messageID !== undefined && isRefusal(error);
        return isFirst ? of([unreadable(messageID)]) : throwError(() => error);
      }),
    );
  return collected(options, next);
}

const promptOf = ([message]: Messages = []): string | undefined =>
  message?.info.role === 'assistant' ? message.info.parentID : undefined;

const unreadable = (id: string): MessageWithParts => ({ info: { id, role: 'user' }, parts: [] });

/** The pages from the newest back to that which holds the turn, as one. */
const collected = (
  { messageID }: ReadBackOptions,
  next: (read?: MessagePage) => Observable<MessagePage>,
): Observable<Messages> =>
  next().pipe(
    expand(read => (read.nextCursor === undefined || holdsTurn(read, messageID) ? EMPTY : next(read))),
    reduce<MessagePage, Messages>((later, earlier) => [...earlier, ...later], []),
  );

/** The server will not list these messages, now or later. */
const isRefusal = (error: unknown): boolean =>
  error instanceof BadRequestError &&
  !(error instanceof SessionNotFoundError || error instanceof UnauthorizedError || isRetryable(error));

const holdsTurn = (page: Messages, messageID: string | undefined): boolean =>
  messageID === undefined ? page.some(isAsked) : page.some(({ info }) => info.id === messageID);
