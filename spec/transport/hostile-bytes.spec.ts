import * as fc from 'fast-check';
import { decodeEvent } from '../../lib/wire/index.js';
import { AMPLE, runs } from '../support/fuzz.js';
import { bytesOf, dataOf, parse } from './parse.js';
import { anyCuts, cut, spoiledStream } from '../support/hostile/bytes.js';

/** Ends whatever a stream was in the middle of, and says one thing more. */
const AFTER = bytesOf('\n\ndata: after\n\n');

/** From what only the shortest event fits, to what all do. */
const cap = fc.oneof(fc.integer({ min: 13, max: 200 }), fc.integer({ min: 200, max: 20_000 }), fc.constant(1 << 30));

describe('a stream that was spoiled', () => {
  it(
    'is read the same however it is cut, and what comes after it is heard',
    () => {
      fc.assert(
        fc.property(spoiledStream, anyCuts, cap, (bytes, cuts, max) => {
          const whole = Buffer.concat([bytes, AFTER]);
          const read = parse([whole], max);
          expect(parse(cut(whole, cuts), max)).toEqual(read);
          expect(dataOf(read).at(-1)).toBe('after');
        }),
        runs(600),
      );
    },
    AMPLE,
  );

  it(
    'gives no event that is longer than allowed, and none that it does not give when all are',
    () => {
      fc.assert(
        fc.property(spoiledStream, anyCuts, cap, (bytes, cuts, max) => {
          const all = dataOf(parse([bytes]));
          const read = parse(cut(bytes, cuts), max);
          // A character takes a byte at least.
          for (const { data, id = '', event = '' } of read.messages)
            expect(`${data}${id}${event}`.length).toBeLessThan(max);
          expect(isWithin(dataOf(read), all)).toBe(true);
          for (const size of read.oversized) expect(size).toBeGreaterThan(max);
        }),
        runs(300),
      );
    },
    AMPLE,
  );

  it(
    'has only events and what is no event, and says of the latter why',
    () => {
      fc.assert(
        fc.property(spoiledStream, bytes => {
          for (const data of dataOf(parse([bytes]))) {
            const { event, invalid } = decodeEvent(data);
            expect(event === undefined).toBe(typeof invalid?.reason === 'string');
          }
        }),
        runs(200),
      );
    },
    AMPLE,
  );
});

/** Whether some come in this order among others. */
function isWithin(some: readonly string[], all: readonly string[]): boolean {
  let at = -1;
  return some.every(each => (at = all.indexOf(each, at + 1)) >= 0);
}
