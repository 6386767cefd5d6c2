import { concat, EMPTY, ignoreElements, mergeMap, NEVER, of, throwError, timer } from 'rxjs';
import { latestMap } from '../../examples/conversation-recipe/job/latest-map.js';
import { marbles } from '../support/marbles.js';

/** Takes 3 ms, and says which value it was at the beginning. */
const slow = (value: string) => concat(of(value), timer(3).pipe(ignoreElements()));

describe('latestMap()', () => {
  it('works on the first value at once, then on the newest of each time that it was busy', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('abcdefg---------h-|');
      expectObservable(source.pipe(latestMap(slow))).toBe('a--d--g---------h-|'.replace('-|', '--|'));
      expectSubscriptions(source.subscriptions).toBe('  ^-----------------!');
    });
  });

  it('works on the last value, however late: the end waits for it', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('ab|').pipe(latestMap(slow))).toBe('a--b--|');
    });
  });

  it('runs one at a time', () => {
    marbles(({ cold, expectSubscriptions }) => {
      const inner = [cold('---|'), cold('---|')];
      const source = cold('ab----|').pipe(latestMap(value => inner[value === 'a' ? 0 : 1] ?? NEVER));
      source.subscribe();
      expectSubscriptions(inner[0]?.subscriptions ?? []).toBe('^--!');
      expectSubscriptions(inner[1]?.subscriptions ?? []).toBe('---^--!');
    });
  });

  it('never, with an inner that never ends; and completes with an empty source', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('ab|').pipe(latestMap(() => NEVER))).toBe('');
      expectObservable(EMPTY.pipe(latestMap(slow))).toBe('|');
      expectObservable(NEVER.pipe(latestMap(slow))).toBe('');
    });
  });

  it('errors at once with the source, and with what runs', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('ab#').pipe(latestMap(slow))).toBe('a-#');
      const failing = latestMap(() => timer(2).pipe(mergeMap(() => throwError(() => 'error'))));
      expectObservable(cold('ab').pipe(failing)).toBe('--#');
      expectObservable(of(1).pipe(latestMap(() => throwError(() => 'error')))).toBe('#');
    });
  });

  it('leaves source and inner when it is left', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const [source, inner] = [cold('a-------'), cold('--------')];
      expectObservable(source.pipe(latestMap(() => inner)), '^---!').toBe('-----');
      expectSubscriptions(source.subscriptions).toBe('^---!');
      expectSubscriptions(inner.subscriptions).toBe('^---!');
    });
  });
});
