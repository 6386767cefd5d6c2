import {
  asyncScheduler,
  catchError,
  concat,
  concatMap,
  defer,
  EMPTY,
  map,
  of,
  throwError,
  type Observable,
} from 'rxjs';
import {
  NotFoundError,
  PromptRejectedError,
  SessionNotFoundError,
  UnauthorizedError,
  type OpencodeError,
} from '../../errors.js';
import type { FoldEvent, TurnEvent } from '../../reply/fold-event.js';
import { sameValue } from '../../reply/same-value.js';
import type { MessageWithParts, Part, ToolPart } from '../../wire/index.js';
import { isPrompt } from './answer.js';
import { isAhead } from './is-ahead.js';
import { notElsewhere } from './elsewhere.js';
import { look, type Sight } from './look.js';
import type { Turn } from '../turn.js';
import { judge, type Verdict } from './verdict.js';
import { rootOf, threadOf } from './thread.js';

/** Milliseconds to the look after one that failed: doubled each time, up to the look's own limit. */
const RETRY_LOOK = 1000;
const MAX_RETRY_LOOK = 10_000;

/** After so many failures in a row of a session heard to be idle, what was heard must do. */
const PATIENCE = 3;

/**
 * One look at the truth and what follows from it: what the store holds, and when the turn is over, how it ended.
 * Errors when the prompt never ran or the session is gone. A look that fails is tried again.
 */
export const lookAndConclude = (turn: Turn): Observable<FoldEvent> =>
  defer(() => {
    const { hub, sessionID, options } = turn.plan;
    const { gaps } = turn;
    const full = turn.wantsFullLook;
    turn.wantsFullLook = false;
    const { includeChildren } = options;
    const outcome$ = look(hub, { sessionID, messageID: turn.messageID, full, includeChildren }).pipe(
      map(sight => () => conclude(turn, sight, turn.gaps === gaps && (full || !isAhead(turn, sight)))),
      catchError((error: unknown) => of(() => survive(turn, error, full))),
      concatMap(next => next()),
    );
    return concat(of<TurnEvent>({ type: 'turn.fence' }), outcome$);
  });

function conclude(turn: Turn, sight: Sight, isUnbroken: boolean): Observable<TurnEvent> {
  if (sight.isPartial) retryLook(turn, true);
  else turn.failedLooks = 0;
  const messageID = turn.messageID ?? meantBy(sight.messages ?? []);
  if (messageID === undefined) return notElsewhere(turn).pipe(map(() => emptyEnd));
  const messages = sight.messages && since(messageID, sight.messages);
  const verdictIf = (busy: boolean) => verdictOn(turn, messageID, messages ?? heard(turn), busy);
  const ruling = isUnbroken ? ruleOn(turn, verdictIf(sight.busy)) : lookAgain(turn);
  const isDoubtful = ruling.verdict.is === 'rejected' || (ruling.isFinal && verdictIf(true).is === 'running');
  const truth = messages && { messages: ruling.isFinal ? messages.map(closed) : messages };
  return concat(
    identified(turn, messageID, messages ?? []),
    of<TurnEvent>({ type: 'turn.fetched', properties: { ...sight.rest, ...truth } }),
    isDoubtful ? notElsewhere(turn).pipe(concatMap(() => enact(turn, ruling))) : enact(turn, ruling),
  );
}

/** What was heard before a gap gives way to no answer, though one may be newer: the end is for a look without a gap. */
function lookAgain(turn: Turn): Ruling {
  turn.recheckIn(0);
  return { verdict: { is: 'running' }, wait: 0, isFinal: false };
}

/** The end of a turn in a session that has none. */
const emptyEnd: TurnEvent = { type: 'turn.settled', properties: { status: 'completed' } };

function retryLook(turn: Turn, full: boolean): void {
  turn.failedLooks += 1;
  turn.wantsFullLook ||= full;
  turn.recheckIn(Math.min(RETRY_LOOK * 2 ** (turn.failedLooks - 1), MAX_RETRY_LOOK));
}

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
    aborted: turn.aborted && turn.sessionError === undefined,
    refused: turn.refused || turn.plan.prompt === undefined,
    lost: turn.lost,
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
  if (isRunning) turn.suspicion = undefined;
  const wait = isRunning ? 0 : remaining(turn, verdict);
  return { verdict, wait, isFinal: !isRunning && wait <= 0 };
}

/** Acts on a verdict: now when it is final, else asks for the look that may confirm it. */
const enact = (turn: Turn, { verdict, wait }: Ruling): Observable<TurnEvent> =>
  defer(() => {
    if (wait > 0) turn.recheckIn(wait);
    if (verdict.is === 'running' || wait > 0) return EMPTY;
    return verdict.is === 'rejected'
      ? throwError(() => turn.fail(rejection(turn)))
      : of<TurnEvent>({ type: 'turn.settled', properties: verdict.settlement });
  });

/** Milliseconds until this verdict counts as confirmed. */
function remaining(turn: Turn, verdict: Verdict & { readonly confirm?: number }): number {
  const now = asyncScheduler.now();
  if (!sameValue(turn.suspicion?.verdict, verdict)) turn.suspicion = { verdict, since: now };
  return (verdict.confirm ?? 0) - (now - (turn.suspicion?.since ?? now));
}

function rejection({ sessionError, plan, messageID }: Turn): OpencodeError {
  if (plan.prompt === undefined)
    return new NotFoundError(`session ${plan.sessionID} has no message ${messageID ?? ''}`);
  const words = sessionError?.data?.message ?? sessionError?.name ?? 'the server said nothing about it';
  return new PromptRejectedError(
    `session ${plan.sessionID}: the prompt ${messageID ?? ''} was accepted but never ran: ${words}`,
    { cause: sessionError },
  );
}

/** A look that failed takes its fence down and is tried again; but nobody waits for a session that is gone. */
function survive(turn: Turn, error: unknown, full: boolean): Observable<TurnEvent> {
  if (error instanceof SessionNotFoundError) return throwError(() => turn.fail(error));
  if (error instanceof UnauthorizedError) return throwError(() => error);
  retryLook(turn, full);
  const { messageID } = turn;
  const givenUp = messageID !== undefined && turn.rested && turn.failedLooks >= PATIENCE;
  return concat(
    of<TurnEvent>({ type: 'turn.fetched', properties: {} }),
    givenUp ? enact(turn, ruleOn(turn, verdictOn(turn, messageID, heard(turn), false))) : EMPTY,
  );
}
