import { combineLatest, firstValueFrom, map, type Observable } from 'rxjs';
import {
  canonicalTodos,
  type LiveMessage,
  type LivePart,
  type OpencodeClient,
  type Session,
  type SessionView,
} from '../../lib/index.js';
import { record, type Recording } from './recording.js';

/** Milliseconds a view may take to be what the server has, on a busy machine. */
const PATIENCE = 30_000;

/** What a view of a session shows, or the server has of it. */
interface Shown {
  readonly info: unknown;
  readonly status: unknown;
  readonly messages: readonly unknown[];
  readonly todos: unknown;
  readonly diff: unknown;
  readonly children: readonly Session[];
  readonly questions: readonly unknown[];
  readonly permissions: readonly unknown[];
  readonly error: unknown;
}

/** A view of a session, with subscribers. */
export class WatchedSession {
  readonly sessionID: string;
  readonly messages: Recording<readonly LiveMessage[]>;
  /** Every member, once each has a value. */
  readonly shown: Recording<Shown>;

  constructor(readonly view: SessionView) {
    this.sessionID = view.sessionID;
    this.messages = record(view.messages$);
    this.shown = record(shownBy(view));
  }

  /** Resolves when it shows a text that ends so, in its newest message. */
  async says(words: string): Promise<void> {
    await this.messages.until(messages => textOf(messages.at(-1)).endsWith(words));
  }

  leave(): void {
    this.messages.unsubscribe();
    this.shown.unsubscribe();
  }
}

/** What a message says, its texts one after the other. */
export const textOf = (message: LiveMessage | undefined): string =>
  message?.parts.map(part => (part.type === 'text' ? part.text : '')).join('') ?? '';

/** All that can be watched of a view but its `error$`. */
export const membersOf = (view: SessionView): readonly Observable<unknown>[] => [
  ...[view.info$, view.status$, view.messages$, view.hasEarlier$, view.todos$, view.diff$, view.children$],
  ...[view.pendingQuestions$, view.pendingPermissions$],
];

const shownBy = (view: SessionView): Observable<Shown> =>
  combineLatest({
    info: view.info$,
    status: view.status$,
    messages: view.messages$,
    todos: view.todos$,
    diff: view.diff$,
    children: view.children$,
    questions: view.pendingQuestions$,
    permissions: view.pendingPermissions$,
    error: view.error$,
  });

/** What the server has now, asked without a view. */
function stored(judge: OpencodeClient, sessionID: string): Observable<Shown> {
  const none: readonly unknown[] = [];
  return combineLatest({
    info: judge.getSession(sessionID),
    status: judge.sessionStatus().pipe(map(statuses => statuses[sessionID] ?? { type: 'idle' })),
    messages: judge.getMessages(sessionID),
    todos: judge.todos(sessionID).pipe(map(canonicalTodos)),
    diff: judge.diff(sessionID),
    children: judge.children(sessionID),
  }).pipe(map(truth => ({ ...truth, questions: none, permissions: none, error: undefined })));
}

/** Every member of the view is, in the end, what the server has; of the messages the newest, all unless told otherwise. */
export async function expectTrue(judge: OpencodeClient, watched: WatchedSession, newest = Infinity): Promise<void> {
  await watched.shown.until(() => true);
  const truth = async () => comparable(await firstValueFrom(stored(judge, watched.sessionID)), newest);
  const shown = () => comparable(watched.shown.last, Infinity);
  const end = Date.now() + PATIENCE;
  let found = await truth();
  while (!isSame(shown(), found) && Date.now() < end) {
    await new Promise(again => setTimeout(again, 100));
    found = await truth();
  }
  expect(shown()).toEqual(found);
}

/** Whatever was shown of a text on the way is the beginning of what is shown now. */
export function expectBeginnings({ messages }: WatchedSession): void {
  const final = new Map(messages.last.flatMap(({ parts }) => parts).map(part => [part.id, part]));
  const isFalse = (part: LivePart): boolean => {
    const whole = final.get(part.id);
    return 'text' in part && whole !== undefined && 'text' in whole && !whole.text.startsWith(part.text);
  };
  const shown = new Set(messages.values.flat().flatMap(({ parts }) => parts));
  expect([...shown].filter(isFalse)).toEqual([]);
}

/** Lists of sessions are compared by what is in them: of two that changed in one millisecond either may be first. */
const comparable = (shown: Shown, last: number): Shown => ({
  ...shown,
  messages: Number.isFinite(last) ? shown.messages.slice(-last) : shown.messages,
  children: byID(shown.children),
});

/** The sessions in an order of their own. */
export const byID = (sessions: readonly Session[]): readonly Session[] =>
  sessions.toSorted((one, other) => (one.id < other.id ? -1 : 1));

/** Whether they are the same, as `toEqual` has it. */
export function isSame(one: unknown, other: unknown): boolean {
  try {
    expect(one).toEqual(other);
    return true;
  } catch {
    return false;
  }
}
