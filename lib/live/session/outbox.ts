import {
  asyncScheduler,
  BehaviorSubject,
  combineLatest,
  defer,
  distinctUntilChanged,
  finalize,
  ignoreElements,
  map,
  merge,
  mergeMap,
  scan,
  Subject,
  timer,
  type Observable,
} from 'rxjs';
import { present } from '../../reply/present.js';
import type { PromptPart } from '../../rest/index.js';
import type { Turn, TurnPlan } from '../../turn/turn.js';
import type { LiveMessage, LivePart } from '../transcript/live-message.js';

type Messages = readonly LiveMessage[];

/** Milliseconds after which a prompt that was accepted, but never told of, was not stored (lib/wire/PROTOCOL.md § 6). */
const NEVER_STORED = 30_000;

/** The prompts that were sent through a view and are not in its transcript yet. */
export class Outbox {
  private readonly sent = new BehaviorSubject<Messages>([]);
  private readonly accepted$ = new Subject<LiveMessage>();

  /** Shows the message for as long as its turn is followed and the server has not told of it. */
  readonly showing =
    (message: LiveMessage, turn: Turn) =>
    <T>(run$: Observable<T>): Observable<T> =>
      defer(() => {
        if (!turn.isStored && turn.end === undefined) this.sent.next([...this.sent.value, message]);
        return run$.pipe(
          finalize(() => {
            if (isOnItsWay(turn) && this.accepted$.observed) this.accepted$.next(message);
            else this.drop(message);
          }),
        );
      });

  /** The transcript, and behind it what is on its way. */
  shown(transcript$: Observable<Messages>): Observable<Messages> {
    const shown$ = combineLatest([transcript$, this.sent]).pipe(
      scan(show, NOTHING_SHOWN),
      map(({ messages }) => messages),
      distinctUntilChanged(),
    );
    return merge(shown$, this.accepted$.pipe(mergeMap(message => this.lingering(message))));
  }

  /** Nobody follows the turn of a prompt that wants no reply while the server stores it. */
  private lingering(message: LiveMessage): Observable<never> {
    return timer(NEVER_STORED).pipe(
      finalize(() => {
        this.drop(message);
      }),
      ignoreElements(),
    );
  }

  private drop(message: LiveMessage): void {
    if (this.sent.value.includes(message)) this.sent.next(this.sent.value.filter(other => other !== message));
  }
}

/** Whether the turn was over when the server had accepted it. */
const isOnItsWay = ({ end, isStored }: Turn): boolean => end !== undefined && !('error' in end) && !isStored;

interface Shown {
  readonly messages: Messages;
  /** Of what was sent, the messages that the server has told of with their parts: if they go, they are gone. */
  readonly told: ReadonlySet<string>;
}

const NOTHING_SHOWN: Shown = { messages: [], told: new Set() };

function show({ told }: Shown, [messages, sent]: readonly [Messages, Messages]): Shown {
  const isTold = ({ info: { id } }: LiveMessage): boolean =>
    told.has(id) || messages.some(({ info, parts }) => info.id === id && parts.length > 0);
  const nowTold = new Set(sent.filter(isTold).map(({ info }) => info.id));
  const pending = sent.filter(({ info }) => !nowTold.has(info.id));
  return { messages: withPending(messages, pending), told: nowTold };
}

/** A message of ours as it is shown until the server tells of it. */
export function pendingMessage({ sessionID, messageID: id = '', prompt }: TurnPlan): LiveMessage {
  const { agent, model, system, parts = [] } = prompt?.body ?? {};
  const time = { created: asyncScheduler.now() };
  const info = { ...present({ agent, model, system }), id, sessionID, role: 'user' as const, time };
  return {
    info,
    parts: parts.map((part, at) => pendingPart(part, part.id ?? `${id}_pending_${String(at)}`, info)),
    pending: true,
  };
}

/** The server makes of an input a part of the same type. */
function pendingPart(part: PromptPart, id: string, message: { id: string; sessionID: string }): LivePart {
  const named: object = { ...part, id, messageID: message.id, sessionID: message.sessionID };
  return named as LivePart;
}

/** The server tells of a message first and of its parts afterwards: until then what was sent is shown. */
const withPending = (messages: Messages, sent: Messages): Messages =>
  sent.reduce((shown, message) => {
    const at = shown.findLastIndex(({ info }) => info.id === message.info.id);
    const known = shown[at];
    return known === undefined ? [...shown, message] : shown.with(at, { ...known, parts: message.parts });
  }, messages);
