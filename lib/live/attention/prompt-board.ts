import { asyncScheduler, catchError, map, of, retry, startWith, throwError, timer, type Observable } from 'rxjs';
import { Prompts, type PendingPrompt } from '../../reply/prompts.js';
import { backoff } from '../../transport/backoff.js';
import { isRetryable } from '../../transport/retryable.js';
import type { StoreReader } from '../../turn/hub/store-reader.js';
import type { Lineage } from '../../turn/hub/lineage.js';
import { isAwaited, isRest, sessionIDOf, timeOfID, type OpencodeEvent } from '../../wire/index.js';
import { fence, NOTHING, touch, unfence, type Fenced } from '../standing/fence.js';
import type { Keeping } from '../standing/standing.js';
import { readPrompts, type StoredPrompts } from './stored-prompts.js';

/** Everything in the directory that waits for a human; what it is touched by are requests, and sessions that rest. */
export interface PromptBoard extends Fenced {
  readonly prompts: Prompts;
  /** Whether the lists were read, so that all are here. */
  readonly loaded: boolean;
  /** How often a session came to rest that had asked something: it may have asked since, and its rest be late. */
  readonly calmed: number;
}

/** Keeps what waits for a human. A session that comes to rest waits no more, though the lists do not say so. */
export const promptBoard = (store: StoreReader): Keeping<PromptBoard, StoredPrompts> => ({
  start: { prompts: Prompts.none, loaded: false, calmed: 0, touched: undefined },
  hear,
  fence,
  unfence,
  read: () => readPrompts(store),
  take,
});

function hear(board: PromptBoard, event: OpencodeEvent): PromptBoard {
  const { prompts } = board;
  switch (event.type) {
    case 'question.asked':
      return having(board, event.properties.id, prompts.ask(asked('question', event.properties)));
    case 'permission.asked':
      return having(board, event.properties.id, prompts.ask(asked('permission', event.properties)));
    case 'question.replied':
    case 'question.rejected':
    case 'permission.replied':
      return having(board, event.properties.requestID, prompts.resolve(event.properties.requestID));
    default:
      return isRest(event) || event.type === 'session.deleted' ? calm(board, sessionIDOf(event) ?? '') : board;
  }
}

const having = (board: PromptBoard, touched: string, prompts: Prompts): PromptBoard =>
  touch({ ...board, prompts }, touched);

function calm(board: PromptBoard, sessionID: string): PromptBoard {
  const left = board.prompts.pending.filter(({ request }) => request.sessionID === sessionID);
  const without = left.reduce((prompts, { request }) => prompts.resolve(request.id), board.prompts);
  return { ...having(board, sessionID, without), calmed: board.calmed + (left.length > 0 ? 1 : 0) };
}

function asked<Kind extends PendingPrompt['kind'], Request extends { readonly id: string }>(
  kind: Kind,
  request: Request,
) {
  const now = asyncScheduler.now();
  return { kind, request, askedAt: timeOfID(request.id, now) ?? now };
}

/** What was heard of since the read began stands; all else is as it was read. */
function take(board: PromptBoard, { questions, permissions, statuses }: StoredPrompts): PromptBoard {
  const { touched = NOTHING } = board;
  const listed: readonly PendingPrompt[] = [
    ...questions.map(request => asked('question', request)),
    ...permissions.map(request => asked('permission', request)),
  ];
  const isNews = ({ request }: PendingPrompt): boolean => !touched.has(request.id);
  const waiting = listed.filter(
    prompt => isNews(prompt) && isAwaited(statuses, prompt.request) && !touched.has(prompt.request.sessionID ?? ''),
  );
  const ids = new Set(waiting.map(({ request }) => request.id));
  const gone = board.prompts.pending.filter(prompt => isNews(prompt) && !ids.has(prompt.request.id));
  const left = gone.reduce((prompts, { request }) => prompts.resolve(request.id), board.prompts);
  const all = waiting.reduce((prompts, prompt) => prompts.ask(prompt), left);
  return { ...board, prompts: all, loaded: true };
}

/** What waits, and whose it is: the session that asks, and its ancestors as soon as they are known. */
export interface Waiting {
  readonly prompt: PendingPrompt;
  readonly family: readonly string[];
}

/** A prompt with the family of its session. */
export function withFamily(lineage: Lineage, prompt: PendingPrompt): Observable<Waiting> {
  const { sessionID } = prompt.request;
  if (sessionID === undefined) return of({ prompt, family: [] });
  const known = lineage.known(sessionID);
  if (known !== undefined) return of({ prompt, family: known });
  return lineage.family(sessionID).pipe(
    retry({ delay: tryAgain }),
    catchError(() => of([sessionID])),
    startWith([sessionID]),
    map(family => ({ prompt, family })),
  );
}

/** A failure that may pass hides a prompt from the views of its ancestors only for a while. */
const tryAgain = (error: unknown, failures: number): Observable<unknown> =>
  isRetryable(error) ? timer(backoff(failures, Math.random)) : throwError(() => error);
