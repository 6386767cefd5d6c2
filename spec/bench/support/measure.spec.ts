import { isMet, judged } from './goal.js';
import { byName, measure, median, ratio, type Case, type Measured } from './measure.js';
import { costs, table } from './report.js';

const measured = (name: string, ...elapsed: number[]): Measured => ({
  ...{ name, elapsed: median(elapsed), processor: 1 },
  samples: elapsed.map(each => ({ elapsed: each, processor: 1 })),
});

describe('a measurement', () => {
  it('takes all cases in turn, a warming round first, and ends each', async () => {
    const done: string[] = [];
    const caseOf = (name: string, units: number): Case => ({
      name,
      prepare: () => {
        done.push(`prepare ${name}`);
        const run = (): Promise<number> => Promise.resolve((done.push(`run ${name}`), units));
        return Promise.resolve({ run, end: () => done.push(`end ${name}`) });
      },
    });
    const found = await measure([caseOf('a', 1), caseOf('b', 1_000_000)], 2);
    const once = ['prepare a', 'run a', 'end a', 'prepare b', 'run b', 'end b'];
    expect(done).toEqual([...once, ...once, ...once]);
    expect(found.map(({ name, samples }) => [name, samples.length])).toEqual([
      ['a', 2],
      ['b', 2],
    ]);
    expect(byName(found)('b').elapsed).toBeLessThan(byName(found)('a').elapsed);
    expect(() => byName(found)('c')).toThrow('no case is called c');
  });

  it('is the median: the one in the middle, or between the two', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
  });

  it('relates two cases round by round, so that a slow round of both changes nothing', () => {
    expect(ratio(measured('a', 2, 200, 4), measured('b', 1, 100, 2), 'elapsed')).toBe(2);
  });

  it('is told in a table, with the times of one of them', () => {
    const [one, other] = [measured('one', 2), measured('other', 4)];
    expect(table(costs('Title', [one, other], one, []))).toBe(
      [
        '|  | µs each | µs of processor | each second | times one |',
        '| --- | --: | --: | --: | --: |',
        '| one | 2.00 | 1.00 | 500000 | 1.00 |',
        '| other | 4.00 | 1.00 | 250000 | 1.00 |',
      ].join('\n'),
    );
  });
});

describe('a goal', () => {
  it('is met at its limit, and not beyond', () => {
    const goal = { what: 'x', value: 1.5 };
    expect([isMet({ ...goal, atMost: 1.5 }), isMet({ ...goal, atMost: 1.49 })]).toEqual([true, false]);
    expect([isMet({ ...goal, atLeast: 1.5 }), isMet({ ...goal, atLeast: 1.51 })]).toEqual([true, false]);
    expect(isMet({ ...goal, value: NaN, atMost: 1 })).toBe(false);
  });

  it('says what it is and whether it is met', () => {
    expect(judged({ what: 'x', value: 1, atLeast: 2 })).toBe('MISSED x: 1.00 (at least 2)');
    expect(judged({ what: 'x', value: 1, atMost: 2 })).toBe('met    x: 1.00 (at most 2)');
  });
});
