import { map, type Observable } from 'rxjs';
import {
  children,
  diff,
  getMessage,
  getMessages,
  getSession,
  listPermissions,
  listQuestions,
  listSessions,
  sessionStatus,
  todos,
  type MessagePage,
} from '../../rest/index.js';
import type { HttpContext } from '../../transport/http.js';
import type {
  FileDiff,
  MessageWithParts,
  PermissionRequest,
  QuestionRequest,
  Session,
  SessionStatuses,
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

/** The server cuts the list of sessions off at 100 unless told otherwise (`lib/wire/PROTOCOL.md` § 7.7). */
const ALL = 1_000_000;

/** Messages a page. */
export const PAGE = 50;

/**
 * How the turns and views of one client read the server's store. When a connection comes back they all look at once:
 * what is about the whole directory is then asked for once, and what is about one session a few at a time.
 *
 * Every read is cold, emits once and completes; it errors as the request does, with `TimeoutError` after 10 s (5 s for
 * todos and prompts) not counting the time it waited its turn.
 */
export interface StoreReader {
  /** What the sessions of the client's directory, or of another one, are doing. */
  readonly statuses: (directory?: string) => Observable<SessionStatuses>;
  readonly questions: () => Observable<readonly QuestionRequest[]>;
  readonly permissions: () => Observable<readonly PermissionRequest[]>;
  /** All sessions of the directory. */
  readonly sessions: () => Observable<readonly Session[]>;
  readonly session: (sessionID: string) => Observable<Session>;
  readonly children: (sessionID: string) => Observable<readonly Session[]>;
  readonly diff: (sessionID: string) => Observable<readonly FileDiff[]>;
  readonly todos: (sessionID: string) => Observable<readonly Todo[]>;
  /** A page of the newest messages, or of those before a cursor. */
  readonly messages: (
    sessionID: string,
    page?: { readonly before?: string | undefined; readonly limit?: number },
  ) => Observable<MessagePage>;
  readonly message: (sessionID: string, messageID: string) => Observable<MessageWithParts>;
  /** The newest message; none of an empty session. */
  readonly newest: (sessionID: string) => Observable<MessageWithParts | undefined>;
  readonly allMessages: (sessionID: string) => Observable<MessagePage>;
}

/** A reader of the store behind this API. */
export function storeReader(http: HttpContext): StoreReader {
  const timeout = READ_TIMEOUT;
  const inTurn = limiter(AT_ONCE);
  const messages: StoreReader['messages'] = (sessionID, page) =>
    getMessages(http, sessionID, { timeout, limit: PAGE, ...page }).pipe(inTurn());
  return {
    ...directoryReader(http),
    children: sessionID => children(http, sessionID, { timeout }).pipe(inTurn()),
    diff: sessionID => diff(http, sessionID, { timeout }).pipe(inTurn()),
    message: (sessionID, messageID) => getMessage(http, sessionID, messageID, { timeout }).pipe(inTurn()),
    session: sessionID => getSession(http, sessionID, { timeout }).pipe(inTurn()),
    todos: sessionID => todos(http, sessionID, { timeout: SIDE_TIMEOUT }).pipe(inTurn()),
    messages,
    newest: sessionID => messages(sessionID, { limit: 1 }).pipe(map(page => page.at(-1))),
    allMessages: sessionID => getMessages(http, sessionID, { timeout }).pipe(inTurn()),
  };
}

type OfDirectory = 'statuses' | 'questions' | 'permissions' | 'sessions';

/** What is about the whole directory, asked once for all who ask in the same breath. */
function directoryReader(http: HttpContext): Pick<StoreReader, OfDirectory> {
  const timeout = READ_TIMEOUT;
  const side = { timeout: SIDE_TIMEOUT };
  const statuses$ = gathered(sessionStatus(http, { timeout }));
  const questions$ = gathered(listQuestions(http, side));
  const permissions$ = gathered(listPermissions(http, side));
  const sessions$ = gathered(listSessions(http, { timeout, limit: ALL }));
  return {
    statuses: directory => (directory === undefined ? statuses$ : sessionStatus(http, { timeout, directory })),
    questions: () => questions$,
    permissions: () => permissions$,
    sessions: () => sessions$,
  };
}
