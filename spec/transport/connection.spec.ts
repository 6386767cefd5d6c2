import { NEVER, Subject, catchError, concat, of, throwError } from 'rxjs';
import { ConnectionError, OpencodeError, ServerError, TimeoutError } from '../../lib/errors.js';
import { connection, type ConnectionAttempt } from '../../lib/transport/connection.js';
import { marbles } from '../support/marbles.js';
import { R, connectionOf, cut, lives, optionsOf, useFakeTime, wrongPassword } from './lives.js';

useFakeTime();

const refused = new ConnectionError('refused', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) });
const closed = new OpencodeError('The client is closed');

describe('values$', () => {
  it('shares one connection, opened by the first subscriber and closed after the last', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const values = { r: R, a: 'a', b: 'b', c: 'c', d: 'd' };
      const life = cold('                        r-a-b-c-d', values);
      const { values$ } = connectionOf(() => life);
      expectObservable(values$, ' --^-----!').toBe('--r-a-b--', values);
      expectObservable(values$, ' -----^----!').toBe('------b-c--', values);
      expectSubscriptions(life.subscriptions).toBe('--^-------!');
    });
  });

  it('opens anew after the last has gone', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const life = cold('                  ra', { r: R, a: 'a' });
      const { values$ } = connectionOf(() => life);
      expectObservable(values$, '  ^--!').toBe('ra', { r: R, a: 'a' });
      expectObservable(values$, '  -----^--!').toBe('-----ra', { r: R, a: 'a' });
      expectSubscriptions(life.subscriptions).toBe(['^--!', '-----^--!']);
    });
  });

  it('goes on over a loss', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const values = { r: R, a: 'a', b: 'b' };
      const first = cold(' ra#', values, cut);
      const second = cold('            rb', values);
      const { values$ } = connectionOf(lives(first, second));
      expectObservable(values$, '^ 260ms !').toBe('ra 250ms rb', values);
      expectSubscriptions(first.subscriptions).toBe('^-!');
      expectSubscriptions(second.subscriptions).toBe('252ms ^ 8ms !');
    });
  });

  it('hands on nothing from before the server is ready', () => {
    marbles(({ cold, expectObservable }) => {
      const { values$ } = connectionOf(() => cold('abrc', { a: 'a', b: 'b', c: 'c', r: R }));
      expectObservable(values$, '^---!').toBe('--rc-', { c: 'c', r: R });
    });
  });

  it('errors for all when the loss is final; the next subscriber tries anew', () => {
    marbles(({ cold, expectObservable }) => {
      const { values$ } = connectionOf(lives(cold('--#', undefined, wrongPassword), cold('r', { r: R })));
      expectObservable(values$).toBe('--#', undefined, wrongPassword);
      expectObservable(values$, '-^').toBe('--#', undefined, wrongPassword);
      expectObservable(values$, '-----^--!').toBe('-----r', { r: R });
    });
  });

  it('replaces a connection that has fallen silent', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const life = cold('ra', { r: R, a: 'a' });
      const { values$ } = connectionOf(() => life);
      expectObservable(values$, '^ 65256ms !').toBe('ra 65249ms ra', { r: R, a: 'a' });
      expectSubscriptions(life.subscriptions).toBe(['^ 65000ms !', '65251ms ^ 5ms !']);
    });
  });

  it('replaces a connection that talks but never gets ready', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const life = cold('b 29999ms b 29999ms b 29999ms b', { b: 'beat' });
      const { values$ } = connectionOf(() => life);
      expectObservable(values$, '^ 64999ms -!').toBe('-');
      expectSubscriptions(life.subscriptions).toBe('^ 64999ms !');
    });
  });

  it('waits as long as the server asks for', () => {
    marbles(({ cold, expectObservable }) => {
      const busy = new ServerError('busy', { response: { status: 503, retryAfter: 5_000 } });
      const { values$ } = connectionOf(lives(cold('#', undefined, busy), cold('r', { r: R })));
      expectObservable(values$, '^ 5000ms !').toBe('5000ms r', { r: R });
    });
  });

  it('takes a wake-up as a reason to try at once', () => {
    marbles(({ cold, hot, expectObservable }) => {
      const open = lives(cold('#', undefined, cut), cold('r', { r: R }));
      const { values$ } = connection({ ...optionsOf(open), wake$: hot('---w') });
      expectObservable(values$, '^----!').toBe('---r-', { r: R });
    });
  });

  it('leaves no timer when everybody is gone, mid-connect, mid-life and mid-wait', () => {
    const source = new Subject<string>();
    for (const speak of [() => undefined, () => source.next(R)]) {
      const subscription = connectionOf(() => source).values$.subscribe();
      speak();
      expect(jest.getTimerCount()).toBe(1);
      subscription.unsubscribe();
      expect(jest.getTimerCount()).toBe(0);
    }
    const waiting = connectionOf(() => throwError(() => cut)).values$.subscribe();
    expect(jest.getTimerCount()).toBe(1);
    waiting.unsubscribe();
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('connect deadlines', () => {
  const attemptsOf = (ms: number, ...errors: readonly OpencodeError[]): ConnectionAttempt[] => {
    const attempts: ConnectionAttempt[] = [];
    marbles(({ cold, expectObservable, flush }) => {
      let next = 0;
      const { values$ } = connectionOf(attempt => {
        attempts.push(attempt);
        const error = errors[next++];
        return error ? cold('-#', undefined, error) : cold(`r${'a'.repeat(3)}`, { r: R, a: 'a' });
      });
      expectObservable(values$, `${String(ms)}ms !`);
      flush();
    });
    return attempts;
  };

  it('are short right after a refused try, and double', () => {
    const late = new TimeoutError('too late');
    const attempts = attemptsOf(60_000, late, refused, late, late, late, refused);
    expect(attempts.map(({ connectTimeout }) => connectTimeout)).toEqual([
      10_000, 10_000, 2_000, 4_000, 8_000, 10_000, 2_000,
    ]);
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('are whole again after a connection that worked', () => {
    let next = 0;
    const attempts: ConnectionAttempt[] = [];
    marbles(({ cold, expectObservable, flush }) => {
      const all = [cold('#', undefined, refused), cold('ra#', { r: R, a: 'a' }, cut), cold('-')];
      const { values$ } = connectionOf(attempt => {
        attempts.push(attempt);
        return all[next++] ?? NEVER;
      });
      expectObservable(values$, '1s !');
      flush();
    });
    expect(attempts).toEqual([
      { attempt: 1, connectTimeout: 10_000 },
      { attempt: 2, connectTimeout: 2_000 },
      { attempt: 2, connectTimeout: 10_000 },
    ]);
  });
});

describe('close', () => {
  it('ends present and later subscribers with its error, and the socket with them', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const life = cold('ra', { r: R, a: 'a' });
      const it = connectionOf(() => life);
      cold('---x').subscribe(() => {
        it.close(closed);
      });
      expectObservable(it.values$).toBe('ra-#', { r: R, a: 'a' }, closed);
      expectObservable(it.values$, '------^').toBe('------#', undefined, closed);
      expectSubscriptions(life.subscriptions).toBe('^--!');
    });
  });

  it('leaves the state idle and complete', () => {
    const it = connectionOf(() => concat(of(R), NEVER));
    const states: unknown[] = [];
    it.values$.pipe(catchError(() => of('over'))).subscribe();
    it.state$.subscribe({ next: ({ status }) => states.push(status), complete: () => states.push('complete') });
    it.close(closed);
    it.close(closed);
    expect(states).toEqual(['open', 'idle', 'complete']);
  });

  it('works on a connection never opened', () => {
    const open = jest.fn(() => NEVER);
    const it = connectionOf(open);
    it.close(closed);
    const heard = jest.fn();
    it.values$.subscribe({ error: heard });
    expect(heard).toHaveBeenCalledWith(closed);
    expect(open).not.toHaveBeenCalled();
  });
});
