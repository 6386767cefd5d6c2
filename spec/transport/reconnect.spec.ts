import { NEVER, Observable, defer, take } from 'rxjs';
import { ConnectionError, ProtocolError } from '../../lib/errors.js';
import { reconnect, type Loss, type ReconnectOptions } from '../../lib/transport/reconnect.js';
import { marbles } from '../support/marbles.js';

const ended = new ConnectionError('ended');
const cut = new ConnectionError('cut');
const final = new ProtocolError('HTML');

function optionsOf(some: Partial<ReconnectOptions<string>> = {}): ReconnectOptions<string> {
  return {
    delay: failures => 3 * failures,
    isProgress: value => value !== 'h',
    toEndError: () => ended,
    wake$: NEVER,
    onLost: () => undefined,
    ...some,
  };
}

/** A source that is another one at each subscription; the last one stays. */
function oneAfterAnother(...lives: readonly Observable<string>[]): Observable<string> {
  let next = 0;
  return defer(() => lives[Math.min(next++, lives.length - 1)] ?? NEVER);
}

describe('reconnect', () => {
  it('waits with a source that never speaks', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('-');
      expectObservable(source.pipe(reconnect(optionsOf())), '^----!').toBe('-');
      expectSubscriptions(source.subscriptions).toBe('^----!');
    });
  });

  it('takes a clean end for a loss', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('   a|                ');
      expectObservable(source.pipe(reconnect(optionsOf())), '^--------!').toBe('a---a---a-');
      expectSubscriptions(source.subscriptions).toBe(['^!', '----^!', '--------^!']);
    });
  });

  it('waits longer and longer while nothing but heartbeats come', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('h#', undefined, cut);
      const unsub = '      ^-----------------------!';
      expectObservable(source.pipe(reconnect(optionsOf())), unsub).toBe('h---h------h---------h--');
      expectSubscriptions(source.subscriptions).toBe(['^!', '----^!', '-----------^!', '---------------------^!']);
    });
  });

  it('starts from the shortest wait again after progress', () => {
    marbles(({ cold, expectObservable }) => {
      const fails = cold('#', undefined, cut);
      const works = cold('a#', undefined, cut);
      const source = oneAfterAnother(fails, fails, works, cold('b'));
      expectObservable(source.pipe(reconnect(optionsOf()))).toBe('---------a---b');
    });
  });

  it('ends with an error that is final', () => {
    marbles(({ cold, expectObservable }) => {
      const source = oneAfterAnother(cold('a#', undefined, cut), cold('-#', undefined, final));
      expectObservable(source.pipe(reconnect(optionsOf()))).toBe('a----#', undefined, final);
    });
  });

  it('tries at once when woken during a wait, and only then', () => {
    marbles(({ cold, hot, expectObservable, expectSubscriptions }) => {
      const source = cold('  --#      ', undefined, cut);
      const wake$ = hot('    -w---w-----');
      const options = optionsOf({ wake$, delay: () => 100 });
      expectObservable(source.pipe(reconnect(options)), '^-------!').toBe('---------');
      expectSubscriptions(source.subscriptions).toBe(['^-!', '-----^-!']);
      expectSubscriptions(wake$.subscriptions).toBe(['--^--!', '-------^!']);
    });
  });

  it('stops at an early unsubscribe, mid-wait too', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('a#', undefined, cut);
      expectObservable(source.pipe(reconnect(optionsOf()), take(1))).toBe('(a|)');
      expectObservable(source.pipe(reconnect(optionsOf())), '^-!').toBe('a--');
      expectSubscriptions(source.subscriptions).toBe(['(^!)', '^!']);
    });
  });

  it('tells of each loss: the coming try, the wait, the error', () => {
    marbles(({ cold, expectObservable, flush }) => {
      const losses: Loss[] = [];
      const source = cold('h#', undefined, cut);
      expectObservable(source.pipe(reconnect(optionsOf({ onLost: loss => losses.push(loss) }))), '^-----!');
      flush();
      expect(losses).toEqual([
        { attempt: 2, delay: 3, error: cut },
        { attempt: 3, delay: 6, error: cut },
      ]);
    });
  });

  it('is not shaken by a source that ends while it is subscribed to', () => {
    marbles(({ expectObservable }) => {
      const source = new Observable<string>(subscriber => {
        subscriber.next('h');
        subscriber.complete();
      });
      expectObservable(source.pipe(reconnect(optionsOf())), '^--------!').toBe('h--h-----');
    });
  });
});
