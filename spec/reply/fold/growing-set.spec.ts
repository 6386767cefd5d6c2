import * as fc from 'fast-check';
import { GrowingSet } from '../../../lib/reply/fold/growing-set.js';
import { inTime } from '../../support/in-time.js';

const DIGITS = Array.from({ length: 10 }, (_digit, at) => at);

describe('a growing set', () => {
  it('is a set, whichever of its versions is looked at, and whatever grew out of it since', () => {
    const growths = fc.array(fc.tuple(fc.nat(50), fc.nat(9)), { maxLength: 40 });
    fc.assert(
      fc.property(growths, grown => {
        const versions = [{ set: GrowingSet.of<number>([]), members: [] as readonly number[] }];
        for (const [from, member] of grown) {
          const { set, members } = versions[from % versions.length]!;
          versions.push({ set: set.with(member), members: members.includes(member) ? members : [...members, member] });
        }
        for (const { set, members } of versions) {
          expect([...set]).toEqual(members);
          expect(set.size).toBe(members.length);
          expect(DIGITS.filter(member => set.has(member))).toEqual(members.toSorted((one, other) => one - other));
        }
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('is itself with a member that it has', () => {
    const set = GrowingSet.of(['a', 'b', 'a']);
    expect(set.with('a')).toBe(set);
    expect([...set.keys()]).toEqual(['a', 'b']);
    expect([...set.entries()]).toEqual([
      ['a', 'a'],
      ['b', 'b'],
    ]);
    const seen: string[] = [];
    set.forEach(member => seen.push(member));
    expect(seen).toEqual(['a', 'b']);
  });

  it('grows at the same cost whatever its size', () => {
    const grown = inTime(() => {
      let set = GrowingSet.of<number>([]);
      for (let member = 0; member < 200_000; member++) set = set.with(member);
      return set;
    });
    expect(grown.size).toBe(200_000);
  });
});
