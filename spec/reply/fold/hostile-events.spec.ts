import * as fc from 'fast-check';
import { reduce } from '../../../lib/reply/fold/reduce.js';
import { isTurnEvent, type FoldEvent, type StoredTruth } from '../../../lib/reply/fold/event.js';
import { isStreamOnly } from '../../../lib/reply/part-source.js';
import type { Reply } from '../../../lib/reply/reply.js';
import type { Step } from '../../../lib/reply/transition.js';
import { folding, inTurn, turn, type Folded } from '../../support/fold.js';
import { AMPLE, runs } from '../../support/fuzz.js';
import { anyEvent } from '../../support/hostile/events.js';
import { anyStore } from '../../support/hostile/stores.js';
import { untouched } from '../../support/hostile/prototypes.js';

untouched();

const anyTurnEvent: fc.Arbitrary<FoldEvent> = fc.oneof(
  // Those that call themselves the fold's own do not come so far.
  { weight: 12, arbitrary: anyEvent.filter(event => !isTurnEvent(event)) },
  fc.constantFrom<FoldEvent>(turn.gap, turn.fence, turn.identified('msg_1'), turn.settled({ status: 'interrupted' })),
  anyStore.map(({ messages, todos, questions, permissions }) =>
    turn.fetched({ messages, todos, questions, permissions } as StoredTruth),
  ),
);

const folds: Readonly<Record<string, () => Folded>> = {
  'of all that comes': folding,
  'of a turn': inTurn,
  'of a turn that began before': () => inTurn({ gapped: true }),
  'of a turn that must be found': () => inTurn({ gapped: true, scope: { messageID: undefined } }),
};

const anyFold = fc.constantFrom(...Object.keys(folds));
const events = fc.array(anyTurnEvent, { maxLength: 40 });
const start = (name: string): Folded => (folds[name] ?? folding)();
const written = (reply: Reply): string => JSON.stringify(reply);

/** What is wrong with a step, in words. */
function flawsIn({ reply, transition }: Step): readonly string[] {
  const ids = reply.parts.map(({ id }) => id);
  const told = transition !== undefined && 'index' in transition ? transition : undefined;
  return [
    ...(new Set(ids).size === ids.length ? [] : [`has a part twice: ${ids.join()}`]),
    ...(told === undefined || reply.parts[told.index] === told.part
      ? []
      : [`tells of another part than ${told.index}`]),
  ];
}

describe('a fold', () => {
  it(
    'takes whatever a server may say, in any order, and each step is sound',
    () => {
      fc.assert(
        fc.property(anyFold, events, (name, said) => {
          let folded = start(name);
          for (const event of said) {
            const before = folded.reply;
            folded = folded.then(event);
            expect(folded.steps.flatMap(flawsIn)).toEqual([]);
            expect(folded.reply).toBe(folded.steps.at(-1)?.reply ?? before);
            expect(written(folded.reply)).toMatch(/^{"parts":/);
          }
        }),
        runs(500, 2),
      );
    },
    AMPLE,
  );

  it(
    'takes what it heard last no second time',
    () => {
      fc.assert(
        fc.property(anyFold, events, (name, said) => {
          const [last = turn.gap] = said.slice(-1);
          fc.pre(!ONCE.has(last.type));
          const { state } = start(name).then(...said);
          expect(reduce(state, last).reply).toBe(state.reply);
        }),
        runs(500, 2),
      );
    },
    AMPLE,
  );

  it(
    'has another snapshot only where something of it changed',
    () => {
      fc.assert(
        fc.property(anyFold, events, (name, said) => {
          let before = start(name).reply;
          for (const { reply, transition } of start(name).then(...said).steps) {
            // That a turn is under way is hidden behind that it is retried, or that a human is asked.
            const isHidden = reply.status === 'retrying' || reply.status === 'blocked';
            if (reply !== before && transition === undefined && !isHidden)
              expect(written(reply)).not.toBe(written(before));
            before = reply;
          }
        }),
        runs(300, 2),
      );
    },
    AMPLE,
  );

  it(
    'of a turn has in the end the parts that the store holds',
    () => {
      fc.assert(
        fc.property(events, anyStore, (said, { messages }) => {
          const truth = [turn.fence, turn.fetched({ messages })];
          const known = inTurn()
            .then(...said.filter(({ type }) => !OF_MESSAGES.has(type)), ...truth)
            .reply.parts.filter(part => !isStreamOnly(part));
          expect(known.map(({ id }) => id)).toEqual(
            inTurn()
              .then(...truth)
              .reply.parts.map(({ id }) => id),
          );
        }),
        runs(300, 2),
      );
    },
    AMPLE,
  );
});

/** What tells whose a message is, on which the store is not believed against what was heard. */
const OF_MESSAGES: ReadonlySet<string> = new Set([
  'message.updated',
  'message.removed',
  'turn.identified',
  'turn.fetched',
]);

/** What means something else when it is heard again. */
const ONCE: ReadonlySet<string> = new Set(['message.part.delta', 'session.error', 'turn.fetched']);
