import { asyncScheduler, forkJoin, lastValueFrom, map, take, tap } from 'rxjs';
import { silencesOf } from '../../../lib/turn/hub/silences.js';
import { LONGEST_TIMER } from '../../../lib/transport/deadline.js';
import { marbles } from '../../support/marbles.js';

const since = (at: number) => () => at;
const when = map(() => asyncScheduler.now());

describe('the silences', () => {
  it('are told after so long without news, and again as long as there is none', () => {
    marbles(({ expectObservable }) => {
      const silences = silencesOf(1_000);
      expectObservable(silences(since(200)).pipe(take(2))).toBe('1200ms a 999ms (a|)', { a: 0 });
    });
  });

  it('are none while there is news', () => {
    marbles(({ expectObservable }) => {
      const silences = silencesOf(1_000);
      const lastAt = () => Math.min(Math.floor(asyncScheduler.now() / 600) * 600, 1_800);
      expectObservable(silences(lastAt).pipe(take(1), when)).toBe('2800ms (a|)', { a: 2_800 });
    });
  });

  it('that are almost the same are told at the same time, never too early', () => {
    marbles(({ expectObservable }) => {
      const silences = silencesOf(1_000);
      for (const at of [101, 105, 110])
        expectObservable(silences(since(at)).pipe(take(1), when)).toBe('1110ms (a|)', { a: 1_110 });
      expectObservable(silences(since(111)).pipe(take(1), when)).toBe('1120ms (a|)', { a: 1_120 });
    });
  });

  it('that are almost the same are told in the same breath', async () => {
    const silences = silencesOf(20);
    const start = Date.now();
    const order: string[] = [];
    const tell = () => {
      order.push('told');
      queueMicrotask(() => order.push('afterwards'));
    };
    await lastValueFrom(forkJoin([0, 0, 0].map(() => silences(() => start).pipe(take(1), tap(tell)))));
    await Promise.resolve();
    expect(order).toEqual(['told', 'told', 'told', 'afterwards', 'afterwards', 'afterwards']);
  });

  it('are told to whoever stays when others leave', () => {
    marbles(({ expectObservable }) => {
      const silences = silencesOf(1_000);
      expectObservable(silences(since(0)), '^ 500ms !').toBe('');
      expectObservable(silences(since(0)).pipe(take(1), when)).toBe('1s (a|)', { a: 1_000 });
    });
  });

  it('of longer than a timer can be are never told', () => {
    marbles(({ expectObservable }) => {
      expectObservable(silencesOf(LONGEST_TIMER + 1)(since(0))).toBe('');
    });
  });
});
