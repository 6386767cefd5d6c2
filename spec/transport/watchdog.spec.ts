import { NEVER, Subject, of, take, throwError } from 'rxjs';
import { watchdog } from '../../lib/transport/watchdog.js';
import { marbles } from '../support/marbles.js';

const silent = new Error('silent');
const guard = watchdog<string>(5, () => silent);

describe('watchdog', () => {
  it('errors when the source never says anything', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -');
      const subs = '         ^----!';
      expectObservable(source.pipe(guard)).toBe('-----#', undefined, silent);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('completes with an empty source, and leaves no timer', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('--|').pipe(guard)).toBe('--|');
      expectObservable(of('a').pipe(guard)).toBe('(a|)');
    });
  });

  it('errors so long after the last value, not after its own last look', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a---b--c----------d');
      const subs = '         ^------------!';
      expectObservable(source.pipe(guard)).toBe('-a---b--c----#', undefined, silent);
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('hands an error on', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('-a#').pipe(guard)).toBe('-a#');
    });
  });

  it('lets an endless source live that speaks in time', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  ---a---a---a---a---a---a---a');
      const subs = '         ^-----------------------!';
      expectObservable(source.pipe(guard), subs).toBe('---a---a---a---a---a---a-');
      expectSubscriptions(source.subscriptions).toBe(subs);
    });
  });

  it('stops at an early unsubscribe, also in the middle of a value', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('  -a-b-c');
      expectObservable(source.pipe(guard, take(2))).toBe('-a-(b|)');
      expectSubscriptions(source.subscriptions).toBe('^--!');
    });
  });

  it('starts anew for each subscriber', () => {
    marbles(({ expectObservable }) => {
      const guarded = NEVER.pipe(watchdog(5, () => silent));
      expectObservable(guarded).toBe('-----#', undefined, silent);
      expectObservable(guarded, '---^').toBe('--------#', undefined, silent);
    });
  });

  it('finds a silence at once that was slept through, when woken', () => {
    jest.useFakeTimers();
    const wake$ = new Subject<void>();
    const heard = jest.fn();
    NEVER.pipe(watchdog(5, () => silent, wake$)).subscribe({ error: heard });
    wake$.next();
    expect(heard).not.toHaveBeenCalled();
    jest.setSystemTime(Date.now() + 5);
    wake$.next();
    expect(heard).toHaveBeenCalledWith(silent);
    expect(wake$.observed).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('leaves no timer behind, whatever the end', () => {
    jest.useFakeTimers();
    const source = new Subject<string>();
    of('a').pipe(guard).subscribe();
    throwError(() => silent)
      .pipe(guard)
      .subscribe({ error: () => undefined });
    source.pipe(guard, take(1)).subscribe();
    expect(jest.getTimerCount()).toBe(1);
    source.next('a');
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });
});
