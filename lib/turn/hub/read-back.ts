import { catchError, concatMap, EMPTY, expand, map, of, takeLast, throwError, type Observable } from 'rxjs';
import { BadRequestError, SessionNotFoundError, UnauthorizedError } from '../../errors.js';
import type { MessagePage } from '../../rest/index.js';
import { isRetryable } from '../../transport/retryable.js';
import type { MessageWithParts } from '../../wire/index.js';
import { PAGE, type StoreReader } from './store-reader.js';

/** How far back messages are read. */
export interface ReadBackOptions {
  readonly sessionID: string;
  /** Whether what was read, the oldest first, reaches back far enough. */
  readonly isEnough: (read: readonly MessageWithParts[]) => boolean;
  /** What stands for a message that the server will not list, before those that were read; none ends the reading there. */
  readonly unreadable?: (read: readonly MessageWithParts[]) => MessageWithParts | undefined;
}

/** Reads pages back from the newest until it is enough. Errors as the requests do. */
export const readBack = (store: StoreReader, options: ReadBackOptions): Observable<MessagePage> => {
  const { sessionID, isEnough } = options;
  const isCutOff = (read: MessagePage) => read.nextCursor === undefined && read.length === PAGE && !isEnough(read);
  const next = (read?: MessagePage) => store.messages(sessionID, read && { before: read.nextCursor });
  return collected(isEnough, next).pipe(
    concatMap(read => (isCutOff(read) ? store.allMessages(sessionID) : of(read))),
    catchError((error: unknown) => (isRefusal(error) ? oneByOne(store, options) : throwError(() => error))),
  );
};

/**
 * A list that begins with a prompt with a `format` is refused, what comes after it can be had by itself
 * (`lib/wire/PROTOCOL.md` § 6).
 */
function oneByOne(store: StoreReader, { sessionID, isEnough, unreadable }: ReadBackOptions): Observable<MessagePage> {
  const next = (read?: MessagePage) =>
    store.messages(sessionID, { limit: 1, before: read?.nextCursor }).pipe(
      catchError((error: unknown) => {
        if (read === undefined || !isRefusal(error)) return throwError(() => error);
        const stands = unreadable?.(read);
        return of(stands === undefined ? [] : [stands]);
      }),
    );
  return collected(isEnough, next);
}

/** The pages from the newest back, as one, with the cursor of the oldest. */
const collected = (
  isEnough: ReadBackOptions['isEnough'],
  next: (read?: MessagePage) => Observable<MessagePage>,
): Observable<MessagePage> =>
  next().pipe(
    expand(read =>
      read.nextCursor === undefined || isEnough(read) ? EMPTY : next(read).pipe(map(earlier => joined(earlier, read))),
    ),
    takeLast(1),
  );

/** A page and the one after it as one page; the first there is, where it has nothing that was not read. */
function joined(earlier: MessagePage, later: MessagePage): MessagePage {
  const known = new Set(later.map(({ info }) => info.id));
  const news = earlier.filter(({ info }) => !known.has(info.id));
  const value = news.length === 0 ? undefined : earlier.nextCursor;
  return Object.defineProperty([...news, ...later], 'nextCursor', { value });
}

/** The server will not list these messages, now or later. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof BadRequestError &&
  !(error instanceof SessionNotFoundError || error instanceof UnauthorizedError || isRetryable(error));
