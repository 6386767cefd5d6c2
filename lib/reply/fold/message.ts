import type { AssistantMessage, EventProperties, Message, StepFinishPart } from '../../wire/index.js';
import { sameValue } from '../same-value.js';
import { arrangeParts, excluding, including, note, stepHead, tell, type FoldState } from './state.js';
import { isOwnRecord, working } from './ownership.js';
import { settleByEvent } from './settle.js';
import { sumUsage } from '../usage.js';

/** The server's record of a message: whose it is, and of an own one what it says. */
export function updateMessage(state: FoldState, info: Message): FoldState {
  return info.role === 'assistant' && isOwnRecord(state, info) ? recordOwn(state, info) : recordOther(state, info.id);
}

function recordOwn(state: FoldState, info: AssistantMessage): FoldState {
  const known = state.ledger.messages.get(info.id);
  if (known !== undefined && sameValue(known, info)) return state;
  const messages = new Map(state.ledger.messages).set(info.id, info);
  const recorded = note(state, { messages, others: excluding(state.ledger.others, info.id) });
  const noted = known === undefined ? working(recorded) : recorded;
  const usage = sumUsage(noted.ledger.steps.values(), messages.values());
  const told = stepHead(noted, { info: newest(messages.values()), usage }, { type: 'messageUpdated', info });
  return settleByEvent(told, info);
}

/** The newest by creation time; ids wrap around and do not order (lib/wire/PROTOCOL.md). */
const newest = (messages: Iterable<AssistantMessage>): AssistantMessage | undefined =>
  [...messages].reduce<AssistantMessage | undefined>(
    (last, info) => ((info.time?.created ?? 0) >= (last?.time?.created ?? 0) ? info : last),
    undefined,
  );

/**
 * A message of which a turn need not remember that it is another's: nothing but a look that began before could tell it
 * otherwise. There is no end of them on a session.
 */
const isStranger = ({ ledger: { scope, messages, touched } }: FoldState, messageID: string): boolean =>
  scope !== undefined && messageID !== scope.messageID && touched === undefined && !messages.has(messageID);

function recordOther(state: FoldState, messageID: string): FoldState {
  if (state.ledger.others.has(messageID) || isStranger(state, messageID)) return state;
  return withoutMessage(note(state, { others: including(state.ledger.others, messageID) }), messageID);
}

/** A message was removed; a look that began before must not bring it back. */
export const removeMessage = (state: FoldState, { messageID }: EventProperties<'message.removed'>): FoldState =>
  withoutMessage(recordOther(state, messageID), messageID);

/** A message is gone, and with it its parts and what it cost. */
export function withoutMessage(state: FoldState, messageID: string): FoldState {
  const kept = dropMessage(state, messageID);
  const messages = new Map([...kept.ledger.messages].filter(([id]) => id !== messageID));
  const steps = new Map([...kept.ledger.steps].filter(([, counted]) => counted.messageID !== messageID));
  if (messages.size === kept.ledger.messages.size && steps.size === kept.ledger.steps.size) return kept;
  const now = { info: newest(messages.values()), usage: sumUsage(steps.values(), messages.values()) };
  const left = note(kept, { messages, steps });
  const { info, usage } = left.head;
  return now.info === info && sameValue(now.usage, usage) ? left : stepHead(left, now);
}

function dropMessage(state: FoldState, messageID: string): FoldState {
  const parts = state.list.toArray();
  const rest = parts.filter(part => part.messageID !== messageID);
  return rest.length === parts.length ? state : arrangeParts(state, rest);
}

/** A part is gone. */
export function removePart(state: FoldState, { partID }: EventProperties<'message.part.removed'>): FoldState {
  if (state.list.indexOf(partID) < 0) return state;
  return arrangeParts(
    state,
    state.list.toArray().filter(part => part.id !== partID),
  );
}

/** A model step ended: its cost and tokens count once, however often they are heard. */
export function countStep(state: FoldState, { id, messageID, cost = 0, tokens }: StepFinishPart): FoldState {
  const known = state.ledger.steps.get(id);
  if (known?.cost === cost && sameValue(known.tokens, tokens)) return state;
  const steps = new Map(state.ledger.steps).set(id, { messageID, cost, tokens });
  const usage = sumUsage(steps.values(), state.ledger.messages.values());
  const counted = note(state, { steps });
  const transition = { type: 'stepFinished', cost, tokens } as const;
  return sameValue(usage, state.head.usage) ? tell(counted, transition) : stepHead(counted, { usage }, transition);
}
