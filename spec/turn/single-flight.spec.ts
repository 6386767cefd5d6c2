import { of, timer } from 'rxjs';
import { map, take } from 'rxjs';
import { singleFlight } from '../../lib/turn/single-flight.js';
import { marbles } from '../support/marbles.js';

describe('singleFlight', () => {
  it('runs once more, and only once, for triggers that came while it ran', () => {
    marbles(({ hot, expectObservable, expectSubscriptions, cold }) => {
      const triggers$ = hot('  -a-bc-----d|');
      const run$ = cold('       ----r|');
      const runs = ['           -^----!', '           ------^----!', '           -----------^----!'];
      expectObservable(triggers$.pipe(singleFlight(() => run$))).toBe('-----r----r----r|');
      expectSubscriptions(run$.subscriptions).toBe(runs);
    });
  });

  it('completes when both are done, and never runs without a trigger', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('---|').pipe(singleFlight(() => of('r')))).toBe('---|');
      expectObservable(cold('-a|').pipe(singleFlight(() => timer(5).pipe(map(() => 'r'))))).toBe('------(r|)');
    });
  });

  it('errors with the source and with what runs', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('-a-#').pipe(singleFlight(() => cold('r|')))).toBe('-r-#');
      expectObservable(cold('-a---').pipe(singleFlight(() => cold('-#')))).toBe('--#');
    });
  });

  it('stops what runs when its subscriber leaves', () => {
    marbles(({ hot, cold, expectObservable, expectSubscriptions }) => {
      const triggers$ = hot('-a----');
      const run$ = cold('     -r-----');
      expectObservable(triggers$.pipe(singleFlight(() => run$)), '---!').toBe('--r');
      expectSubscriptions(run$.subscriptions).toBe('-^-!');
      const another$ = cold('  -r-----');
      expectObservable(
        triggers$.pipe(
          singleFlight(() => another$),
          take(1),
        ),
      ).toBe('--(r|)');
      expectSubscriptions(another$.subscriptions).toBe('-^!');
    });
  });
});
