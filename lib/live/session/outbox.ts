import {
  asyncScheduler,
  BehaviorSubject,
  combineLatest,
  defer,
  distinctUntilChanged,
  finalize,
  map,
  type Observable,
} from 'rxjs';
import { present } from '../../reply/present.js';
import type { PromptPart } from '../../rest/index.js';
import type { Turn, TurnPlan } from '../../turn/turn.js';
import type { LiveMessage, LivePart } from '../transcript/live-message.js';

type Messages = readonly LiveMessage[];

/** The prompts that were sent through a view and are not in its transcript yet. */
export class Outbox {
  private readonly sent = new BehaviorSubject<Messages>([]);

  /** Shows the message for as long as its turn is followed and the server has not told of it. */
  readonly showing =
    (message: LiveMessage, turn: Turn) =>
    <T>(run$: Observable<T>): Observable<T> =>
      defer(() => {
        if (!turn.isStored && turn.end === undefined) this.sent.next([...this.sent.value, message]);
        return run$.pipe(
          finalize(() => {
            if (this.sent.value.includes(message)) this.sent.next(this.sent.value.filter(other => other !== message));
          }),
        );
      });

  /** The transcript, and behind it what is on its way. */
  shown(transcript$: Observable<Messages>): Observable<Messages> {
    return combineLatest([transcript$, this.sent]).pipe(
      map(([messages, sent]) => withPending(messages, sent)),
      distinctUntilChanged(),
    );
  }
}

/** A message of ours as it is shown until the server tells of it. */
export function pendingMessage({ sessionID, messageID: id = '', prompt }: TurnPlan): LiveMessage {
  const { agent, model, system, parts = [] } = prompt?.body ?? {};
  const time = { created: asyncScheduler.now() };
  const info = { ...present({ agent, model, system }), id, sessionID, role: 'user' as const, time };
  return {
    info,
    parts: parts.map((part, at) => pendingPart(part, `${id}_pending_${String(at)}`, info)),
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
    if (known === undefined) return [...shown, message];
    return known.parts.length > 0 ? shown : shown.with(at, { ...known, parts: message.parts });
  }, messages);
