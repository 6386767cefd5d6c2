import { catchError, concat, concatMap, defer, EMPTY, map, of, throwError, type Observable } from 'rxjs';
import {
  NotFoundError,
  PromptRejectedError,
  SessionNotFoundError,
  UnauthorizedError,
  type OpencodeError,
} from '../../errors.js';
import type { FoldEvent, TurnEvent } from '../../reply/fold/event.js';
import type { MessageWithParts, Part, ToolPart } from '../../wire/index.js';
import { isPrompt } from './answer.js';
import { whileOpen } from '../hub/epochs.js';
import { elsewhere } from './elsewhere.js';
import { isAhead } from './is-ahead.js';
import { look, type Sight } from './look.js';
import type { Turn } from '../turn.js';
import { judge, type Verdict } from './verdict.js';
import { rootOf, threadOf } from './thread.js';

/** After so many failures in a row of a session heard to be idle, what was heard must do. */
const PATIENCE = 3;

/** Milliseconds between the looks of a long wait: what happens meanwhile may be unheard, in another directory. */
const RECHECK = 3000;

/**
 * One look at the truth and what follows from it: what the store holds, and when the turn is over, how it ended.
 * Errors when the prompt never ran or the session is gone. A look that fails is tried again. While the connection is
 * lost there is none, and one that was under way is left: a server that comes up may never answer it.
 */
export const lookAndConclude = (turn: Turn): Observable<FoldEvent> =>
  whileOpen(turn.plan.hub.connection$, () => {
    const { hub, sessionID, options } = turn.plan;
    const full = turn.looks.begin();
    const { includeChildren } = options;
    const outcome$ = look(hub, { sessionID, messageID: turn.messageID, full, includeChildren }).pipe(
      map(sight => () => conclude(turn, sight, full)),
      catchError((error: unknown) => of(() => survive(turn, error, full))),
      concatMap(next => next()),
    );
    return concat(of<TurnEvent>({ type: 'turn.fence' }), outcome$);
  });

function conclude(turn: Turn, sight: Sight, isFull: boolean): Observable<TurnEvent> {
  if (sight.isPartial) turn.looks.retry(true);
  const messageID = turn.messageID ?? meantBy(sight.messages ?? []);
  if (messageID === undefined) return onceHere(turn, isFull, () => of(emptyEnd));
  const messages = sight.messages && since(messageID, sight.messages);
  const verdictIf = (busy: boolean) => verdictOn(turn, messageID, messages ?? heard(turn), busy);
  const ruling = isFull || !isAhead(turn, sight) ? ruleOn(turn, verdictIf(sight.busy)) : lookAtAll(turn);
  const isDoubtful = ruling.verdict.is === 'rejected' || (ruling.isFinal && verdictIf(true).is === 'running');
  if (!sight.isPartial && !isDoubtful) turn.looks.failures = 0;
  const truth = messages && { messages: ruling.isFinal ? messages.map(closed) : messages };
  return concat(
    identified(turn, messageID, messages ?? []),
    of<TurnEvent>({ type: 'turn.fetched', properties: { ...sight.rest, ...truth } }),
    isDoubtful ? onceHere(turn, isFull, () => enact(turn, ruling)) : enact(turn, ruling),
  );
}

/** Goes on when the session is not elsewhere. Where that could not be asked, the look has failed. */
const onceHere = (turn: Turn, full: boolean, goOn: () => Observable<TurnEvent>): Observable<TurnEvent> =>
  elsewhere(turn).pipe(
    map(wrong => () => (wrong === undefined ? goOn() : throwError(() => wrong))),
    catchError((error: unknown) => of(() => survive(turn, error, full))),
    concatMap(next => next()),
  );

/** Todos may have changed unheard: the end is for a look that asks for them too. */
function lookAtAll({ looks }: Turn): Ruling {
  looks.wantsAll = true;
  looks.lookIn(0);
  return { verdict: { is: 'running' }, wait: 0, isFinal: false };
}

/** The end of a turn in a session that has none. */
const emptyEnd: TurnEvent = { type: 'turn.settled', properties: { status: 'completed' } };

/** Nobody goes on with a text that the end of its turn left open (a retried step's): what is stored of it is all. */
const closed = ({ info, parts }: MessageWithParts): MessageWithParts => ({ info, parts: parts.map(closedPart) });

const closedPart = (part: Part): Part =>
  part.type === 'text' || part.type === 'reasoning' ? { ...part, time: { end: 0, ...part.time } } : part;

/** The turn an attached stream means: the one under way, else the last one. */
function meantBy(messages: readonly MessageWithParts[]): string | undefined {
  const last = messages.findLast(({ info }) => info.role === 'assistant')?.info;
  const underWay = last?.role === 'assistant' && last.time?.completed === undefined ? last.parentID : undefined;
  const meant = underWay ?? messages.findLast(isPrompt)?.info.id;
  return meant && rootOf(meant, messages);
}

/** Tells the fold which answers are the turn's, when that is news. */
function identified(turn: Turn, messageID: string, messages: readonly MessageWithParts[]): Observable<TurnEvent> {
  const known = turn.folded.ledger.scope;
  const continuations = new Set([...(known?.continuations ?? []), ...threadOf(messageID, messages).prompts]);
  continuations.delete(messageID);
  const isNews = known?.messageID === undefined || continuations.size > (known.continuations?.size ?? 0);
  return isNews ? of({ type: 'turn.identified', properties: { messageID, continuations } }) : EMPTY;
}

function since(messageID: string, messages: readonly MessageWithParts[]): readonly MessageWithParts[] {
  const at = messages.findIndex(({ info }) => info.id === messageID);
  return at < 0 ? [] : messages.slice(at);
}

const verdictOn = (turn: Turn, messageID: string, messages: readonly MessageWithParts[], busy: boolean): Verdict =>
  judge({
    messageID,
    messages,
    busy,
    aborted: turn.heard.aborted && turn.heard.error === undefined,
    refused: turn.heard.refused || turn.plan.prompt === undefined,
    lost: turn.heard.lost && turn.heard.error === undefined,
  });

/** What was heard, in the shape of what would have been read. */
function heard(turn: Turn): readonly MessageWithParts[] {
  const { ledger, reply } = turn.folded;
  const toolOf = (id: string): ToolPart[] =>
    reply.parts
      .filter(part => part.type === 'tool' && part.messageID === id)
      .map(part => ({ type: 'tool', id: part.id, messageID: id, tool: '', state: { status: 'pending' } }));
  const parentID = turn.messageID ?? '';
  const answers = [...ledger.messages.values()].map(info => ({ info: { ...info, parentID }, parts: toolOf(info.id) }));
  return [{ info: { role: 'user', id: parentID }, parts: [] }, ...answers];
}

/** A verdict, and how long it still has to stand before it is acted on. */
interface Ruling {
  readonly verdict: Verdict;
  readonly wait: number;
  readonly isFinal: boolean;
}

function ruleOn(turn: Turn, verdict: Verdict): Ruling {
  const isRunning = verdict.is === 'running';
  if (isRunning) turn.looks.dropSuspicion();
  const wait = isRunning ? 0 : turn.looks.remaining(verdict);
  return { verdict, wait, isFinal: !isRunning && wait <= 0 };
}

/** Acts on a verdict: now when it is final, else asks for the look that may confirm it. */
const enact = (turn: Turn, { verdict, wait }: Ruling): Observable<TurnEvent> =>
  defer(() => {
    if (wait > 0) turn.looks.lookIn(Math.min(wait, RECHECK));
    if (verdict.is === 'running' || wait > 0) return EMPTY;
    return verdict.is === 'rejected'
      ? throwError(() => turn.fail(rejection(turn)))
      : of<TurnEvent>({ type: 'turn.settled', properties: verdict.settlement });
  });

function rejection({ heard: { error }, plan, messageID, isStored }: Turn): OpencodeError {
  if (plan.prompt === undefined && !isStored)
    return new NotFoundError(`session ${plan.sessionID} has no message ${messageID ?? ''}`);
  const words = error?.data?.message ?? error?.name;
  const told = words === undefined ? 'the server said nothing about it' : `what its session reported first: ${words}`;
  return new PromptRejectedError(
    `session ${plan.sessionID}: the prompt ${messageID ?? ''} was accepted but never ran; ${told}`,
    { cause: error },
  );
}

/** A look that failed takes its fence down and is tried again; but nobody waits for a session that is gone. */
function survive(turn: Turn, error: unknown, full: boolean): Observable<TurnEvent> {
  if (error instanceof SessionNotFoundError) return throwError(() => turn.fail(error));
  if (error instanceof UnauthorizedError) return throwError(() => error);
  turn.looks.retry(full);
  const { messageID } = turn;
  const givenUp = messageID !== undefined && turn.heard.rested && turn.looks.failures >= PATIENCE;
  return concat(
    of<TurnEvent>({ type: 'turn.fetched', properties: {} }),
    givenUp ? enact(turn, ruleOn(turn, verdictOn(turn, messageID, heard(turn), false))) : EMPTY,
  );
}
