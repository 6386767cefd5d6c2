import { asyncScheduler, forkJoin, lastValueFrom, map, take, tap } from 'rxjs';
import { silencesOf } from '../../../lib/turn/hub/silences.js';
import { LONGEST_TIMER } from '../../../lib/transport/deadline.js';
import { marbles } from '../../support/marbles.js';

const since = (at: number) => () => at;
const when = map(() => asyncScheduler.now());

describe('the silences', () => {
  afterEach(() => jest.useRealTimers());

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

  it('that are almost the same are told at the same time', () => {
    marbles(({ expectObservable }) => {
      const silences = silencesOf(1_000);
      for (const at of [101, 105, 110])
        expectObservable(silences(since(at)).pipe(take(1), when)).toBe('1101ms (a|)', { a: 1_101 });
      expectObservable(silences(since(112)).pipe(take(1), when)).toBe('1112ms (a|)', { a: 1_112 });
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

  it.each([1, 33.3, 50.5, 1_000.5, 10_000 / 3])('of %s ms are none of them told twice as late', interval => {
    jest.useFakeTimers();
    jest.setSystemTime(1_795_906_800_000);
    const gaps: number[] = [];
    let last = Date.now();
    const told = silencesOf(interval)(() => last).subscribe(() => {
      gaps.push(Date.now() - last);
      last = Date.now();
    });
    jest.advanceTimersByTime(interval * 1_000);
    told.unsubscribe();
    expect(gaps.length).toBeGreaterThan(400);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(Math.ceil(interval) + 1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('are told in time though the clock was set back meanwhile', () => {
    jest.useFakeTimers();
    const start = Date.now();
    const told: number[] = [];
    const silence = silencesOf(1_000)(() => start).subscribe(() => told.push(Date.now() - start));
    jest.advanceTimersByTime(500);
    jest.setSystemTime(Date.now() - 100);
    jest.advanceTimersByTime(1_500);
    silence.unsubscribe();
    expect(told).toEqual([1_000]);
  });

  it('of those who look at the same time stay together, round after round', () => {
    jest.useFakeTimers();
    const silences = silencesOf(3_000);
    const rounds: number[] = [];
    const everybody = Array.from({ length: 40 }, (_, turn) => {
      let last = Date.now() + turn / 4;
      return silences(() => last).subscribe(() => {
        if (rounds.at(-1) !== Date.now()) rounds.push(Date.now());
        last = Date.now() + turn / 4;
      });
    });
    jest.advanceTimersByTime(33_000);
    for (const one of everybody) one.unsubscribe();
    expect(rounds).toHaveLength(11);
  });

  it('are forgotten with those who listened', () => {
    jest.useFakeTimers();
    const silences = silencesOf(1_000);
    for (let times = 0; times < 3; times++)
      silences(() => Date.now())
        .subscribe()
        .unsubscribe();
    const late: number[] = [];
    jest.advanceTimersByTime(985);
    const start = Date.now();
    const heard = silences(() => start - 980).subscribe(() => late.push(Date.now() - start));
    jest.advanceTimersByTime(100);
    heard.unsubscribe();
    expect(late).toEqual([20]);
  });

  it('of longer than a timer can be are told when it is time', () => {
    marbles(({ expectObservable }) => {
      const interval = LONGEST_TIMER * 1.5;
      expectObservable(silencesOf(interval)(since(0)).pipe(take(1), when)).toBe(`${String(interval)}ms (a|)`, {
        a: interval,
      });
    });
  });

  it.each([LONGEST_TIMER, 2.13e9, 1e300])('of %s ms set no timer that is too long', interval => {
    jest.useFakeTimers();
    const delays = jest.spyOn(globalThis, 'setInterval');
    silencesOf(interval)(() => 0)
      .subscribe()
      .unsubscribe();
    silencesOf(interval)(() => Date.now())
      .subscribe()
      .unsubscribe();
    expect(delays.mock.calls.map(([, delay = 0]) => delay <= LONGEST_TIMER)).toEqual([true, true]);
    delays.mockRestore();
  });
});
