import { filter, merge, of, switchMap, tap, timer } from 'rxjs';
import type { Observable } from 'rxjs';
import { SessionNotFoundError } from '../errors.js';
import { isTurnEvent, type FoldEvent } from '../reply/fold/event.js';
import { goesOn } from '../reply/fold/settle.js';
import { sessionIDOf, type Message, type OpencodeEvent } from '../wire/index.js';
import { heals } from './hub/epochs.js';
import type { Turn } from './turn.js';

/** The events of the turn's session and family, as they came together. Errors when the session is deleted. */
export function sessionEvents(turn: Turn): Observable<readonly OpencodeEvent[]> {
  const { hub, sessionID, options } = turn.plan;
  const isOurs = (event: OpencodeEvent): boolean =>
    !isTurnEvent(event) && (options.includeChildren || sessionIDOf(event) === sessionID);
  return hub.runsOf(sessionID).pipe(
    filter(([first]) => first !== undefined && isOurs(first)),
    tap(([first]) => {
      if (first?.type === 'session.deleted') throw turn.fail(deleted(sessionID));
    }),
  );
}

const deleted = (sessionID: string): SessionNotFoundError =>
  new SessionNotFoundError(`session ${sessionID} was deleted while its turn was followed`);

/** What calls for a look at the truth (`lib/wire/PROTOCOL.md`): events never decide, they only make us look. */
export function lookTriggers(turn: Turn, heard$: Observable<readonly FoldEvent[]>): Observable<unknown> {
  const healed$ = heals(turn.plan.hub.connection$).pipe(tap(() => (turn.looks.failures = 0)));
  const full$ = merge(healed$, silenceOf(turn)).pipe(tap(() => (turn.looks.wantsAll = true)));
  return merge(
    heard$.pipe(filter(([first]) => first !== undefined && isTelling(turn, first))),
    full$,
    turn.looks.asked$.pipe(switchMap(later)),
  ).pipe(filter(() => turn.hasArrived));
}

/** At once where nothing is to be waited for: those whom one thing makes look then ask together. */
const later = (delay: number): Observable<unknown> => (delay === 0 ? of(0) : timer(delay));

function isTelling(turn: Turn, event: FoldEvent): boolean {
  switch (event.type) {
    case 'session.idle':
    case 'session.error':
      return true;
    case 'session.status':
      return event.properties.status.type === 'idle';
    case 'message.updated':
      return endsOurs(turn, event.properties.info);
    case 'question.asked':
    case 'permission.asked':
      return isUnknownPrompt(turn, event.properties.id);
    default:
      return false;
  }
}

/** A prompt that was passed over: of another turn, or of a message of ours that a gap has swallowed. */
function isUnknownPrompt(turn: Turn, requestID: string): boolean {
  const unknown = turn.reply.status !== 'waiting' && turn.reply.prompts.find(requestID) === undefined;
  turn.looks.wantsAll ||= unknown;
  return unknown;
}

/** An answer of ours that may be the last, or an answer to somebody else: the server may have gone on with that. */
function endsOurs(turn: Turn, info: Message): boolean {
  if (info.role !== 'assistant') return false;
  if (!turn.isAnsweredBy(info)) return true;
  return info.time?.completed !== undefined && (info.error !== undefined || !goesOn(info.finish));
}

/** A busy session neither heard of nor looked at for long: something may have been lost without a break. */
const silenceOf = ({ plan, heard, looks }: Turn): Observable<unknown> =>
  plan.hub.silences(() => Math.max(heard.lastAt, looks.lastAt));
