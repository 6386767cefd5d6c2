import { of } from 'rxjs';
import { limiter } from '../../../lib/turn/hub/limiter.js';
import { marbles } from '../../support/marbles.js';

describe('limiter', () => {
  it('lets so many run at a time, in the order they came', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const inTurn = limiter(2);
      const jobs = [cold('---(a|)'), cold('-----(b|)'), cold('--(c|)'), cold('-(d|)')];
      ['---(a|)', '-----(b|)', '-----(c|)', '------(d|)'].forEach((expected, at) => {
        expectObservable(jobs[at]!.pipe(inTurn())).toBe(expected);
      });
      expectSubscriptions(jobs[2]!.subscriptions).toBe('---^-!');
      expectSubscriptions(jobs[3]!.subscriptions).toBe('-----^!');
    });
  });

  it('gives the place of one that errors, or is left, to the next', () => {
    marbles(({ cold, expectObservable }) => {
      const inTurn = limiter(1);
      expectObservable(cold('--#').pipe(inTurn())).toBe('--#');
      expectObservable(cold('-----').pipe(inTurn()), '^---!').toBe('-----');
      expectObservable(cold('-(a|)').pipe(inTurn())).toBe('-----(a|)');
    });
  });

  it('forgets who leaves while waiting', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const inTurn = limiter(1);
      const left = cold('-(b|)');
      expectObservable(cold('----(a|)').pipe(inTurn())).toBe('----(a|)');
      expectObservable(left.pipe(inTurn()), '^-!').toBe('---');
      expectObservable(cold('-(c|)').pipe(inTurn())).toBe('-----(c|)');
      expectSubscriptions(left.subscriptions).toBe([]);
    });
  });

  it('does not count what completes at once', () => {
    const inTurn = limiter(1);
    const seen: number[] = [];
    for (const value of [1, 2, 3])
      of(value)
        .pipe(inTurn())
        .subscribe(next => seen.push(next));
    expect(seen).toEqual([1, 2, 3]);
  });
});
