import { backoff, connectDeadline } from '../../lib/transport/backoff.js';

describe('backoff', () => {
  const least = (failures: number): number => backoff(failures, () => 0);
  const most = (failures: number): number => backoff(failures, () => 1);

  it('waits 250 to 500 ms at first', () => {
    expect([least(1), most(1)]).toEqual([250, 500]);
  });

  it('doubles up to 30 s and stays there', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 2_000].map(most)).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000,
    ]);
    expect(least(2_000)).toBe(15_000);
  });
});

describe('backoff, where the server asks for patience', () => {
  it('waits as long as it asks for, if that is longer, and 30 s at most', () => {
    expect(backoff(1, () => 0, 7_000)).toBe(7_000);
    expect(backoff(1, () => 0, 100)).toBe(250);
    expect(backoff(1, () => 0, 3_600_000)).toBe(30_000);
  });
});

describe('connectDeadline', () => {
  it('gives all the time to a try after one that worked', () => {
    expect(connectDeadline(10_000, false, undefined)).toBe(10_000);
  });

  it('gives 2 s right after a refused one, doubling up to all the time', () => {
    const first = connectDeadline(10_000, true, 10_000);
    const second = connectDeadline(10_000, false, first);
    const third = connectDeadline(10_000, false, second);
    const fourth = connectDeadline(10_000, false, third);
    expect([first, second, third, fourth]).toEqual([2_000, 4_000, 8_000, 10_000]);
  });

  it('never gives more than was asked for', () => {
    expect(connectDeadline(500, true, 500)).toBe(500);
  });
});
