import type { FoldEvent, Settlement, StoredTruth, TurnEvent } from '../../lib/reply/fold/event.js';
import { initialState, type FoldScope, type FoldState } from '../../lib/reply/fold/state.js';
import type { Reply } from '../../lib/reply/reply.js';
import { reduce } from '../../lib/reply/fold/reduce.js';
import type { ReplyTransition, Step } from '../../lib/reply/transition.js';
import { deepFreeze } from './deep-freeze.js';
import { PROMPT, SESSION } from './events.js';

/** A fold after some events, of which only frozen things are left. */
export interface Folded {
  readonly state: FoldState;
  readonly reply: Reply;
  /** The steps of the last `then`. */
  readonly steps: readonly Step[];
  /** The transitions among them. */
  readonly told: readonly ReplyTransition[];
  /** The names of the steps: of the transition, or `[status]` where there is none. */
  readonly names: readonly string[];
  /** Some events later. */
  readonly then: (...events: readonly FoldEvent[]) => Folded;
}

/** When everything happens. */
export const NOW = 1_700_000_000_000;

/** A fold of whatever comes. */
export const folding = (): Folded => foldedAs(initialState({ now: () => NOW }), []);

interface TurnOptions {
  /** Whether the turn began before us. */
  readonly gapped?: boolean;
  readonly scope?: Partial<FoldScope>;
}

/** The fold of a turn: of the answers to one prompt. */
export const inTurn = ({ gapped = false, scope = {} }: TurnOptions = {}): Folded =>
  foldedAs(initialState({ scope: { sessionID: SESSION, messageID: PROMPT, ...scope }, now: () => NOW, gapped }), []);

/** What a turn tells its fold, one short word each. */
export const turn = {
  gap: { type: 'turn.gap' },
  fence: { type: 'turn.fence' },
  identified: (messageID: string): TurnEvent => ({ type: 'turn.identified', properties: { messageID } }),
  fetched: (properties: StoredTruth): TurnEvent => ({ type: 'turn.fetched', properties }),
  settled: (properties: Settlement): TurnEvent => ({ type: 'turn.settled', properties }),
} as const;

/** The name of what a step tells. */
export const nameOf = ({ transition, reply }: Step): string => transition?.type ?? `[${reply.status}]`;

/** Freezes a snapshot and what is made when it is read. */
export function freezeReply(reply: Reply): Reply {
  deepFreeze(reply);
  deepFreeze([reply.parts, reply.toolParts, reply.todos, reply.pendingQuestions, reply.pendingPermissions]);
  return reply;
}

function foldedAs(state: FoldState, steps: readonly Step[]): Folded {
  return {
    state,
    reply: state.reply,
    steps,
    told: steps.flatMap(({ transition }) => transition ?? []),
    names: steps.map(nameOf),
    then: (...events) => {
      const states = events.reduce<readonly FoldState[]>(
        (past, event) => [...past, next(past.at(-1) ?? state, event)],
        [],
      );
      return foldedAs(
        states.at(-1) ?? state,
        states.flatMap(later => later.steps),
      );
    },
  };
}

function next(state: FoldState, event: FoldEvent): FoldState {
  const later = reduce(state, deepFreeze(event));
  later.steps.forEach(({ reply }) => freezeReply(reply));
  return deepFreeze(later);
}
