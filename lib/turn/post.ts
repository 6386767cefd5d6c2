import {
  catchError,
  concatMap,
  defer,
  EMPTY,
  filter,
  finalize,
  first,
  from,
  map,
  NEVER,
  of,
  shareReplay,
  switchMap,
  take,
  throwError,
  timeout,
  timer,
  type Observable,
} from 'rxjs';
import { BadRequestError, ConnectionError, NotFoundError, SessionNotFoundError, UnauthorizedError } from '../errors.js';
import type { TurnEvent } from '../reply/fold/event.js';
import { getMessage, promptAsync } from '../rest/index.js';
import { neverSent } from '../transport/failure.js';
import type { Turn, TurnPrompt } from './turn.js';

/** When a message is looked for whose post got no answer: milliseconds between the looks, 5 s in all. */
const SEARCH_DELAYS = [0, 100, 200, 400, 800, 1500, 2000];

/** Milliseconds one such look may take: a cold server needs almost one second. */
const SEARCH_TIMEOUT = 2000;

/** Milliseconds all of them may take together. */
const SEARCH_LIMIT = 7000;

/** Milliseconds after which an accepted prompt without an answer is looked into. */
const SILENT_ACCEPTANCE = 1500;

/**
 * Brings the prompt to the server: once the connection hears the server, and once only. Emits the end of a turn that
 * nobody will answer, else nothing. Errors when the prompt was refused, or when it cannot be known whether it arrived.
 */
export const begin = (turn: Turn): Observable<TurnEvent> =>
  turn.plan.hub.connection$.pipe(
    filter(({ status }) => status === 'open'),
    take(1),
    concatMap(() => bring(turn)),
  );

function bring(turn: Turn): Observable<TurnEvent> {
  const { prompt } = turn.plan;
  if (prompt === undefined || turn.phase === 'accepted') return resume(turn);
  if (turn.phase !== 'new') return search(turn, prompt);
  if (!prompt.mayExist) return post(turn, prompt);
  return exists(turn).pipe(concatMap(found => (found ? accept(turn, prompt, 0) : post(turn, prompt))));
}

/** A turn that is under way: what it is like now must be asked. */
const resume = (turn: Turn): Observable<TurnEvent> =>
  defer(() => {
    turn.looks.wantsAll = true;
    turn.looks.lookIn(0);
    return EMPTY;
  });

const post = (turn: Turn, prompt: TurnPrompt): Observable<TurnEvent> =>
  defer(() => {
    turn.phase = 'posting';
    return (turn.post$ = sent(turn, prompt));
  }).pipe(
    concatMap(() => accept(turn, prompt, SILENT_ACCEPTANCE)),
    catchError((error: unknown) => refusedOrLost(turn, prompt, error)),
    finalize(() => {
      if (turn.phase === 'posting') leavePost(turn);
    }),
  );

/** Where leaving aborts the agent, the post is not left: an abort that overtook it would stop nothing. */
function sent({ plan }: Turn, prompt: TurnPrompt): Observable<unknown> {
  const post$ = promptAsync(plan.hub.http, plan.sessionID, prompt.body);
  return plan.options.abortOnUnsubscribe ? post$.pipe(shareReplay({ bufferSize: 1, refCount: false })) : post$;
}

/** Whoever leaves while the post is under way cannot know whether it arrives. */
function leavePost(turn: Turn): void {
  turn.phase = 'unknown';
  turn.postError = new ConnectionError(`session ${turn.plan.sessionID}: the post of the prompt was left unanswered`);
}

function accept(turn: Turn, { noReply }: TurnPrompt, lookIn: number): Observable<TurnEvent> {
  turn.phase = 'accepted';
  if (noReply) return of({ type: 'turn.settled', properties: { status: 'completed' } });
  return lookIn === 0 ? resume(turn) : timer(lookIn).pipe(concatMap(() => lookIntoSilence(turn)));
}

/** What was lost while the prompt was under way was not looked for then: nobody knew that it would arrive. */
function lookIntoSilence(turn: Turn): Observable<never> {
  if (turn.reply.status === 'waiting' || turn.looks.wantsAll) turn.looks.lookIn(0);
  return EMPTY;
}

function refusedOrLost(turn: Turn, prompt: TurnPrompt, error: unknown): Observable<TurnEvent> {
  if (neverSent(error) || wasTurnedAway(error)) {
    turn.phase = 'new';
    return throwError(() => error);
  }
  turn.phase = 'unknown';
  if (error instanceof BadRequestError) return throwError(() => turn.fail(error));
  turn.postError = error;
  return search(turn, prompt);
}

/** Not even looked at: by a wrong password, which may be put right, or for there were too many requests. */
const wasTurnedAway = (error: unknown): boolean =>
  error instanceof UnauthorizedError || (error instanceof BadRequestError && error.response?.status === 429);

/**
 * The answer to the post got lost: the message tells whether the post arrived. While there is no connection nobody can
 * tell, so that the search begins anew with the next.
 */
const search = (turn: Turn, prompt: TurnPrompt): Observable<TurnEvent> =>
  turn.plan.hub.connection$.pipe(
    switchMap(({ status }) => (status === 'open' ? seek(turn) : NEVER)),
    take(1),
    concatMap(found => (found ? accept(turn, prompt, 0) : throwError(() => turn.postError))),
  );

const seek = (turn: Turn): Observable<boolean> =>
  from(SEARCH_DELAYS).pipe(
    concatMap(delay => timer(delay).pipe(switchMap(() => exists(turn)))),
    first(found => found, false),
    timeout({ first: SEARCH_LIMIT, with: () => of(false) }),
  );

const exists = (turn: Turn): Observable<boolean> =>
  defer(() => {
    const { hub, sessionID } = turn.plan;
    if (turn.hasArrived || turn.messageID === undefined) return of(turn.hasArrived);
    // Before a post there is one look only, which decides: it has the time of any request.
    const patience = turn.phase === 'new' ? {} : { timeout: SEARCH_TIMEOUT };
    return getMessage(hub.http, sessionID, turn.messageID, patience).pipe(
      map(() => true),
      catchError((error: unknown) => {
        if (isUnreadable(error)) return of(true);
        return turn.phase === 'new' && !isMissing(error) ? throwError(() => error) : of(false);
      }),
    );
  });

/** A prompt with a `format` is there and cannot be answered (`lib/wire/PROTOCOL.md` § 6). */
const isUnreadable = (error: unknown): boolean => error instanceof BadRequestError && error.response?.status === 400;

/** Before anything was posted, only a plain "there is no such message" allows to post. */
const isMissing = (error: unknown): boolean =>
  error instanceof NotFoundError && !(error instanceof SessionNotFoundError);
