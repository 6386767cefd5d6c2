import type { AssistantMessage } from '../../wire/index.js';
import { GrowingSet } from './growing-set.js';
import { PartList } from '../part-list.js';
import { Prompts } from '../prompts.js';
import { Reply, type ReplyHead } from '../reply.js';
import type { ReplyPart } from '../reply-part.js';
import type { ReplyTransition, Step } from '../transition.js';
import { noUsage, type StepUsage } from '../usage.js';

/** Which messages a fold takes as its own. Without a scope: all but those known to be a user's. */
export interface FoldScope {
  readonly sessionID: string;
  /** The user message whose answers these are (`parentID`); absent until an attached turn has been found. */
  readonly messageID?: string | undefined;
  /** The user messages the server wrote to go on with the turn; their answers are its answers too. */
  readonly continuations?: ReadonlySet<string> | undefined;
}

/** What the fold must remember that no snapshot shows. */
export interface Ledger {
  readonly scope: FoldScope | undefined;
  /** Epoch ms; for `askedAt`. */
  readonly now: () => number;
  /** The assistant messages of this reply. */
  readonly messages: ReadonlyMap<string, AssistantMessage>;
  /** Messages known not to belong to this reply, or not any more. */
  readonly others: ReadonlySet<string>;
  /** Messages of this reply that were first met in the store: what was told of their parts before was passed over. */
  readonly unwitnessed: ReadonlySet<string>;
  /** Text and reasoning parts without their final text. */
  readonly open: ReadonlySet<string>;
  /** Those of which a delta was passed over while they were held: not even their opening makes them whole. */
  readonly torn: ReadonlySet<string>;
  readonly steps: ReadonlyMap<string, StepUsage>;
  /** Whether something may have been missed: a part that begins with a delta then has a hole. */
  readonly gapped: boolean;
  /** While a look is under way: what was heard of since it began, by id. */
  readonly touched: ReadonlySet<string> | undefined;
}

/**
 * One state of the fold: the snapshot, the ledger, and the steps that the last event took.
 *
 * It is made for every delta, as a step is, and both are classes: once the objects of a literal have lived long (the
 * thousand steps of a long reply that was fetched), V8 makes all that come after among those that live long, and every
 * delta costs half as much again.
 */
export class FoldState {
  constructor(
    readonly list: PartList,
    readonly head: ReplyHead,
    readonly reply: Reply,
    readonly ledger: Ledger,
    readonly steps: readonly Step[],
  ) {}
}

class TakenStep implements Step {
  declare readonly transition?: ReplyTransition;

  constructor(
    readonly reply: Reply,
    transition: ReplyTransition | undefined,
  ) {
    if (transition !== undefined) this.transition = transition;
  }
}

const noSteps: readonly Step[] = [];

const emptyHead: ReplyHead = {
  phase: 'waiting',
  error: undefined,
  absorbedBy: undefined,
  retry: undefined,
  info: undefined,
  usage: noUsage,
  todos: [],
  prompts: Prompts.none,
};

/** The state before the first event. `gapped` says that the turn began before us. */
export function initialState(options: {
  scope?: FoldScope | undefined;
  now: () => number;
  gapped?: boolean;
}): FoldState {
  const { scope, now, gapped = false } = options;
  const ledger: Ledger = {
    scope,
    now,
    gapped,
    messages: new Map(),
    others: new Set(),
    unwitnessed: new Set(),
    open: new Set(),
    torn: new Set(),
    steps: new Map(),
    touched: undefined,
  };
  return new FoldState(PartList.empty, emptyHead, Reply.of(PartList.empty, emptyHead), ledger, noSteps);
}

/** The state as the next event finds it: nothing was done for it yet. */
export const rested = (state: FoldState): FoldState =>
  state.steps === noSteps ? state : new FoldState(state.list, state.head, state.reply, state.ledger, noSteps);

/** The state with another ledger; no step. */
export const note = ({ list, head, reply, ledger, steps }: FoldState, changes: Partial<Ledger>): FoldState =>
  new FoldState(list, head, reply, { ...ledger, ...changes }, steps);

/** One step further with this list and head. The snapshot keeps its reference where neither changed. */
export function step(state: FoldState, list: PartList, head: ReplyHead, transition?: ReplyTransition): FoldState {
  const same = list === state.list && head === state.head;
  if (same && transition === undefined) return state;
  const reply = same ? state.reply : Reply.of(list, head);
  const taken = new TakenStep(reply, transition);
  return new FoldState(list, head, reply, state.ledger, state.steps === noSteps ? [taken] : [...state.steps, taken]);
}

/** One step further with these changes of the head. */
export const stepHead = (state: FoldState, changes: Partial<ReplyHead>, transition?: ReplyTransition): FoldState =>
  step(state, state.list, { ...state.head, ...changes }, transition);

/** One step further with nothing changed but what is to be told. */
export const tell = (state: FoldState, transition: ReplyTransition): FoldState =>
  step(state, state.list, state.head, transition);

/** One step further with another part at this index. */
export const stepPart = (state: FoldState, index: number, part: ReplyPart, transition?: ReplyTransition): FoldState =>
  step(state, state.list.set(index, part), state.head, transition);

/** One step further with a new part at the end. */
export const addPart = (state: FoldState, part: ReplyPart): FoldState =>
  step(state, state.list.push(part), state.head, { type: 'partAdded', part, index: state.list.length });

/** One step further with only these parts, in this order; of the others nothing is remembered. */
export function arrangeParts(state: FoldState, parts: readonly ReplyPart[]): FoldState {
  const list = PartList.of(parts);
  const { open, torn } = state.ledger;
  return step(note(state, { open: thoseIn(list, open), torn: thoseIn(list, torn) }), list, state.head);
}

function thoseIn(list: PartList, ids: ReadonlySet<string>): ReadonlySet<string> {
  const left = [...ids].filter(id => list.indexOf(id) >= 0);
  return left.length === ids.size ? ids : new Set(left);
}

/** A set with one member more. */
export const including = <T>(set: ReadonlySet<T>, member: T): ReadonlySet<T> =>
  set.has(member) ? set : (set instanceof GrowingSet ? (set as GrowingSet<T>) : GrowingSet.of(set)).with(member);

/** A set with one member less. */
export function excluding<T>(set: ReadonlySet<T>, member: T): ReadonlySet<T> {
  if (!set.has(member)) return set;
  const rest = new Set(set);
  rest.delete(member);
  return rest;
}
