import { defer, lastValueFrom, of } from 'rxjs';
import { gathered } from '../../../lib/turn/hub/gathered.js';
import { marbles } from '../../support/marbles.js';

describe('gathered', () => {
  it('asks once for all who subscribe in the same breath', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source$ = cold('---(a|)');
      const one$ = gathered(source$);
      expectObservable(one$).toBe('---(a|)');
      expectObservable(one$).toBe('---(a|)');
      expectSubscriptions(source$.subscriptions).toBe(['^--!']);
    });
  });

  it('asks anew for whoever comes later, though the first answer is still to come', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source$ = cold('----(a|)');
      const one$ = gathered(source$);
      expectObservable(one$).toBe('----(a|)');
      expectObservable(one$, '--^').toBe('------(a|)');
      expectSubscriptions(source$.subscriptions).toBe(['^---!', '--^---!']);
    });
  });

  it('errors for all, and tries again for the next', () => {
    marbles(({ cold, expectObservable }) => {
      const one$ = gathered(cold('-#'));
      expectObservable(one$).toBe('-#');
      expectObservable(one$).toBe('-#');
      expectObservable(one$, '---^').toBe('----#');
    });
  });

  it('goes on while somebody is left, and ends with the last', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source$ = cold('---a-');
      const one$ = gathered(source$);
      expectObservable(one$, '^-!').toBe('---');
      expectObservable(one$, '^---!').toBe('---a');
      expectSubscriptions(source$.subscriptions).toBe(['^---!']);
    });
  });

  it('asks nothing for those who leave at once', async () => {
    const asked = jest.fn();
    const one$ = gathered(defer(() => of(asked())));
    one$.subscribe().unsubscribe();
    await Promise.resolve();
    expect(asked).not.toHaveBeenCalled();
    await lastValueFrom(one$);
    expect(asked).toHaveBeenCalledTimes(1);
  });
});
