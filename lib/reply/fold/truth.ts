import type { Message, MessageWithParts, Part } from '../../wire/index.js';
import { changeTodos } from './todo.js';
import { updateMessage, withoutMessage } from './message.js';
import { syncPrompts } from './prompt.js';
import { arrangeParts, including, note, type FoldState } from './state.js';
import { placeStoredText } from './text.js';
import type { StoredTruth } from './event.js';
import { isOwn } from './ownership.js';
import { isStreamOnly } from '../part-source.js';
import { placePart } from './place-part.js';
import { isTerminal, type ReplyPart } from '../reply-part.js';

/**
 * What the store holds, folded in. A stored item gives way to what was heard of it since the look began, except that
 * an end wins over what is still open. What the store lacks, and nobody spoke of since, is gone.
 */
export function foldTruth(state: FoldState, { messages, todos, ...prompts }: StoredTruth): FoldState {
  const stored = messages === undefined ? state : foldMessages(state, messages);
  const listed = todos === undefined || isTouched(state, 'todos') ? stored : changeTodos(stored, todos);
  return note(syncPrompts(listed, prompts), { touched: undefined });
}

function foldMessages(state: FoldState, messages: readonly MessageWithParts[]): FoldState {
  const left = withoutMissing(state, messages);
  const recorded = messages.reduce((next, { info }) => (isStale(next, info) ? next : updateMessage(next, info)), left);
  const own = noteFound(recorded, state);
  const parts = messages.filter(({ info }) => isOwn(own, info.id)).flatMap(message => message.parts);
  return arrange(parts.reduce(placeStored, own), parts);
}

function noteFound(state: FoldState, { ledger: { messages } }: FoldState): FoldState {
  const found = [...state.ledger.messages.keys()].filter(id => !messages.has(id));
  return found.length === 0 ? state : note(state, { unwitnessed: found.reduce(including, state.ledger.unwitnessed) });
}

function withoutMissing(state: FoldState, messages: readonly MessageWithParts[]): FoldState {
  const stored = new Set(messages.map(({ info }) => info.id));
  const missing = [...state.ledger.messages.keys()].filter(id => !stored.has(id) && !isTouched(state, id));
  return missing.reduce(withoutMessage, state);
}

const isTouched = ({ ledger }: FoldState, id: string): boolean => ledger.touched?.has(id) === true;

/**
 * A record heard of since the look began stands, unless only the store knows that the message ended. A message that
 * was told to be another's, or to be removed, stays so.
 */
function isStale(state: FoldState, info: Message): boolean {
  const known = state.ledger.messages.get(info.id);
  if (state.ledger.others.has(info.id)) return true;
  if (known === undefined || !isTouched(state, info.id)) return false;
  return known.time?.completed !== undefined || info.role !== 'assistant' || info.time?.completed === undefined;
}

function placeStored(state: FoldState, part: Part): FoldState {
  const isOlder = isTouched(state, part.id) && !(isFinal(part) && isOpen(state, part.id));
  return isOlder ? state : placePart(state, part, placeStoredText);
}

const isFinal = (part: Part): boolean =>
  part.type === 'text' || part.type === 'reasoning'
    ? part.time?.end !== undefined
    : part.type === 'tool' && (part.state.status === 'completed' || part.state.status === 'error');

/** Whether a part is there and has not ended; one that was removed has not, and is not. */
function isOpen({ list, ledger }: FoldState, id: string): boolean {
  const known = list.get(list.indexOf(id));
  if (known === undefined) return false;
  return known.type === 'tool' ? !isTerminal(known) : ledger.open.has(id);
}

/** The parts in the order of the store, without those it lacks; what only we know keeps its place. */
function arrange(state: FoldState, stored: readonly Part[]): FoldState {
  const shown = state.list.toArray();
  const byID = new Map(shown.map(part => [part.id, part]));
  const order = stored.flatMap(({ id }) => byID.get(id) ?? []);
  const storedIDs = new Set(order.map(({ id }) => id));
  const kept = shown.filter(part => !storedIDs.has(part.id) && (isStreamOnly(part) || isTouched(state, part.id)));
  const wanted = kept.reduce((parts, part) => insertAfter(parts, part, shown), order);
  return wanted.length === shown.length && wanted.every((part, at) => part === shown[at])
    ? state
    : arrangeParts(state, wanted);
}

/** Puts a part behind the nearest of its former predecessors that is still there. */
function insertAfter(parts: readonly ReplyPart[], part: ReplyPart, shown: readonly ReplyPart[]): ReplyPart[] {
  const before = shown.slice(0, shown.indexOf(part)).reverse();
  const anchor = before.find(candidate => parts.includes(candidate));
  const at = anchor === undefined ? 0 : parts.indexOf(anchor) + 1;
  return [...parts.slice(0, at), part, ...parts.slice(at)];
}
