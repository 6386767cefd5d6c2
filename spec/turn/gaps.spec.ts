import * as fc from 'fast-check';
import type { OpencodeEvent } from '../../lib/wire/index.js';
import { outcomeIn, partsIn, usageIn } from '../support/stored.js';
import { differences, flawsOf } from '../support/flaws.js';
import { isFuzz } from '../support/fuzz.js';
import { play, type PlaybackOptions } from '../support/playback.js';
import { frameOf, type Gap } from '../support/staging.js';
import { readTrace, traceNames } from '../support/traces.js';
import { stopTime } from '../support/virtual-time.js';

/** Milliseconds for a test of some hundred turns, on a machine that has other work. */
const AMPLE = 120_000;

/** How many cuts go through a frame, a trace. */
const FRAME_CUTS = 12;

beforeEach(stopTime);
afterEach(() => jest.useRealTimers());

/** Values of a kind, by chance, but the same ones each time. */
const chosen = <T>(kind: fc.Arbitrary<T>, seed: number, count = 1): readonly T[] =>
  fc.sample(kind, { numRuns: count, seed });

describe.each(traceNames)('the recorded turn %s', name => {
  const trace = readTrace(name);
  const { events, messages, messageID } = trace;
  const boundaries = Array.from({ length: events.length + 1 }, (_nothing, at) => at);
  const from = (at: number) => fc.integer({ min: at, max: events.length });
  const lags = fc.array(fc.nat(12), { minLength: 1, maxLength: 5 });

  /** Plays it in all these ways; each must give what the whole turn gave. */
  async function expectSame(ways: readonly PlaybackOptions[]): Promise<void> {
    const whole = await play(trace);
    for (const way of ways) {
      const played = await play(trace, way);
      const found = [...flawsOf(played, messages), ...differences(played.replies.at(-1), whole.replies.at(-1))];
      expect({ way, found }).toEqual({ way, found: [] });
    }
  }

  it('heard whole, is what the store holds', async () => {
    const whole = await play(trace);
    expect(flawsOf(whole, messages)).toEqual([]);
    const reply = whole.replies.at(-1);
    expect(reply?.parts).toEqual(partsIn(messages));
    expect(reply).toMatchObject({ ...usageIn(messages), status: outcomeIn(messages) });
  });

  it(
    'is the same whichever boundary it is cut at, whatever the gap swallows',
    async () => {
      // Nothing, and the next event or all the rest: an ordinary test takes turns with these.
      const more = (at: number) =>
        [Math.min(at + 1, events.length), events.length].filter((_to, which) => isFuzz || which === at % 2);
      const swallowing = (at: number) => [...new Set([at, ...more(at)])];
      const gaps = boundaries.flatMap(at => swallowing(at).map((to): Gap => ({ from: at, to })));
      await expectSame(gaps.map(gap => ({ gaps: [gap] })));
    },
    AMPLE,
  );

  it(
    'is the same with late answers to the looks',
    async () => {
      const late = (at: number) =>
        fc.record({ gaps: fc.tuple(fc.record({ from: fc.constant(at), to: from(at) })), lags });
      await expectSame(boundaries.flatMap(at => chosen(late(at), at)));
    },
    AMPLE,
  );

  it(
    'is the same for whoever attaches at any boundary and is cut off later',
    async () => {
      const isPrompt = ({ type, properties }: OpencodeEvent) =>
        type === 'message.updated' && properties.info.id === messageID;
      const attaching = (at: number): fc.Arbitrary<PlaybackOptions> =>
        fc.record({
          attachAt: fc.constant(at),
          nameless: fc.boolean(),
          gaps: fc.tuple(from(at).chain(cut => fc.record({ from: fc.constant(cut), to: from(cut) }))),
        });
      const begun = boundaries.slice(events.findIndex(isPrompt) + 1);
      await expectSame(begun.flatMap(at => chosen(attaching(at), at)));
    },
    AMPLE,
  );

  it(
    'is the same when a cut goes through a frame',
    async () => {
      const within = (at: number): fc.Arbitrary<Gap> =>
        fc.record({
          from: fc.constant(at),
          to: from(at + 1),
          bytes: fc.integer({ min: 1, max: frameOf(events[at]!).length - 1 }),
        });
      const torn = fc.integer({ min: 0, max: events.length - 1 }).chain(within);
      await expectSame(chosen(torn, 1, FRAME_CUTS).map(gap => ({ gaps: [gap] })));
    },
    AMPLE,
  );
});
