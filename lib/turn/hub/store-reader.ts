import { map, type Observable } from 'rxjs';
import {
  getMessages,
  getSession,
  listPermissions,
  listQuestions,
  sessionStatus,
  todos,
  type MessagePage,
} from '../../rest/index.js';
import type { HttpContext } from '../../transport/http.js';
import type {
  MessageWithParts,
  PermissionRequest,
  QuestionRequest,
  Session,
  SessionStatus,
  Todo,
} from '../../wire/index.js';
import { gathered } from './gathered.js';
import { limiter } from './limiter.js';

/** Milliseconds one request may take, from when it is sent. */
const READ_TIMEOUT = 10_000;

/** Milliseconds for todos and prompts: the messages are not to wait for them. */
const SIDE_TIMEOUT = 5_000;

/** Requests about single sessions at a time; a browser has six connections to a server, and the events have one. */
const AT_ONCE = 5;

/** Messages a page. */
export const PAGE = 50;

/**
 * How the turns of one client read the server's store. When a connection comes back they all look at once: what is
 * about the whole directory is then asked for once, and what is about one session a few at a time.
 *
 * Every read is cold, emits once and completes; it errors as the request does, with `TimeoutError` after 10 s (5 s for
 * todos and prompts) not counting the time it waited its turn.
 */
export interface StoreReader {
  /** What the sessions of the client's directory, or of another one, are doing. */
  readonly statuses: (directory?: string) => Observable<Readonly<Record<string, SessionStatus>>>;
  readonly questions: () => Observable<readonly QuestionRequest[]>;
  readonly permissions: () => Observable<readonly PermissionRequest[]>;
  readonly session: (sessionID: string) => Observable<Session>;
  readonly todos: (sessionID: string) => Observable<readonly Todo[]>;
  /** A page of the newest messages, or of those before a cursor. */
  readonly messages: (
    sessionID: string,
    page?: { readonly before?: string | undefined; readonly limit?: number },
  ) => Observable<MessagePage>;
  /** The newest message; none of an empty session. */
  readonly newest: (sessionID: string) => Observable<MessageWithParts | undefined>;
  readonly allMessages: (sessionID: string) => Observable<MessagePage>;
}

/** A reader of the store behind this API. */
export function storeReader(http: HttpContext): StoreReader {
  const timeout = READ_TIMEOUT;
  const side = { timeout: SIDE_TIMEOUT };
  const inTurn = limiter(AT_ONCE);
  const statuses$ = gathered(sessionStatus(http, { timeout }));
  const questions$ = gathered(listQuestions(http, side));
  const permissions$ = gathered(listPermissions(http, side));
  return {
    statuses: directory => (directory === undefined ? statuses$ : sessionStatus(http, { timeout, directory })),
    questions: () => questions$,
    permissions: () => permissions$,
    session: sessionID => getSession(http, sessionID, { timeout }).pipe(inTurn()),
    todos: sessionID => todos(http, sessionID, side).pipe(inTurn()),
    messages: (sessionID, page) => getMessages(http, sessionID, { timeout, limit: PAGE, ...page }).pipe(inTurn()),
    newest: sessionID =>
      getMessages(http, sessionID, { timeout, limit: 1 }).pipe(
        map(page => page.at(-1)),
        inTurn(),
      ),
    allMessages: sessionID => getMessages(http, sessionID, { timeout }).pipe(inTurn()),
  };
}
