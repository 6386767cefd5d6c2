import { concatMap, map, of, type Observable } from 'rxjs';
import type { MessagePage } from '../../rest/index.js';
import { readBack } from '../../turn/hub/read-back.js';
import { PAGE, type StoreReader } from '../../turn/hub/store-reader.js';
import { isAtWork, type MessageWithParts } from '../../wire/index.js';
import { createdAt, type Transcript } from './transcript.js';
import type { StoredHistory } from './truth.js';

/**
 * Reads the newest messages, at least as far back as those that are known. The status first, for the other order can
 * pair a text that is being said with the idle that followed its end.
 */
export const readHistory = (store: StoreReader, sessionID: string, known: Transcript): Observable<StoredHistory> =>
  store.statuses().pipe(
    concatMap(statuses =>
      readBack(store, { sessionID, isEnough: read => reaches(known, read) }).pipe(
        concatMap(page => whole(store, sessionID, page)),
        map(page => ({ ...history(page), busy: isAtWork(statuses, sessionID) })),
      ),
    ),
  );

/** The page before those that are known. */
export const readEarlier = (
  store: StoreReader,
  sessionID: string,
  before: string,
): Observable<Omit<StoredHistory, 'busy'>> => store.messages(sessionID, { before }).pipe(map(history));

const history = (page: MessagePage): Omit<StoredHistory, 'busy'> => ({ messages: page, before: page.nextCursor });

function reaches({ messages: [oldest] }: Transcript, read: readonly MessageWithParts[]): boolean {
  const [first] = read;
  if (oldest === undefined || first === undefined) return read.length >= PAGE;
  return read.length >= PAGE && createdAt(first.info) <= createdAt(oldest.info);
}

/** 1.1 cuts a list off and names no page before it. */
const whole = (store: StoreReader, sessionID: string, page: MessagePage): Observable<MessagePage> =>
  page.nextCursor === undefined && page.length === PAGE ? store.allMessages(sessionID) : of(page);
