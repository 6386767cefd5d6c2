import { NEVER, Observable, Subject, Subscription, catchError, concat, delay, of, retry, take, throwError } from 'rxjs';
import { ConnectionError, OpencodeError, ServerError, TimeoutError, UnauthorizedError } from '../../lib/errors.js';
import { noInstrumentation, type Instrumentation } from '../../lib/instrumentation.js';
import {
  connection,
  type Connection,
  type ConnectionAttempt,
  type ConnectionOptions,
} from '../../lib/transport/connection.js';
import type { ConnectionState } from '../../lib/transport/connection-state.js';
import { marbles } from '../support/marbles.js';

const cut = new ConnectionError('cut');
const refused = new ConnectionError('refused', { cause: Object.assign(new Error(), { code: 'ECONNREFUSED' }) });
const wrongPassword = new UnauthorizedError('who?', { response: { status: 401 } });
const closed = new OpencodeError('The client is closed');

const R = 'ready';

function optionsOf(open: (attempt: ConnectionAttempt) => Observable<string>): ConnectionOptions<string> {
  return {
    path: '/event',
    open,
    isReady: value => value === R,
    isProgress: value => value !== R && value !== 'beat',
    heartbeatTimeout: 65_000,
    connectTimeout: 10_000,
    wake$: NEVER,
    random: () => 0,
    instrumentation: noInstrumentation,
  };
}

function connectionOf(open: (attempt: ConnectionAttempt) => Observable<string>): Connection<string> {
  return connection(optionsOf(open));
}

/** Lives one after another; the last one stays. */
function lives(...all: readonly Observable<string>[]): (attempt: ConnectionAttempt) => Observable<string> {
  let next = 0;
  return () => all[Math.min(next++, all.length - 1)] ?? NEVER;
}

function statesOf({ state$ }: Connection<string>): ConnectionState[] {
  const states: ConnectionState[] = [];
  state$.subscribe(state => states.push(state));
  return states;
}

// What a spec leaves subscribed must not keep the run alive with its heartbeat timer.
beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.clearAllTimers();
  jest.useRealTimers();
});

const statuses = (states: readonly ConnectionState[]): string[] => states.map(({ status }) => status);

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

describe('state$', () => {
  it('opens nothing, and starts with the current value', () => {
    const open = jest.fn(() => NEVER);
    const { state$ } = connectionOf(open);
    const heard = jest.fn();
    state$.subscribe(heard);
    expect(heard.mock.calls).toEqual([[{ status: 'idle' }]]);
    expect(open).not.toHaveBeenCalled();
  });

  it('follows the whole life', () => {
    marbles(({ cold, expectObservable, flush }) => {
      const open = lives(cold('-ra#', { r: R, a: 'a' }, cut), cold('r', { r: R }));
      const it = connectionOf(open);
      const states = statesOf(it);
      expectObservable(it.values$, '^ 300ms !');
      flush();
      expect(states).toEqual([
        { status: 'idle' },
        { status: 'connecting', attempt: 1 },
        { status: 'open', epoch: 1 },
        { status: 'reconnecting', attempt: 2, delay: 250, error: cut },
        { status: 'connecting', attempt: 2 },
        { status: 'open', epoch: 2 },
        { status: 'idle' },
      ]);
    });
  });

  it('says open before the value that says so is handed out', () => {
    const source = new Subject<string>();
    const it = connectionOf(() => source);
    const order: string[] = [];
    it.state$.subscribe(({ status }) => order.push(status));
    it.values$.subscribe(value => order.push(value));
    source.next(R);
    source.next(R);
    expect(order).toEqual(['idle', 'connecting', 'open', R, R]);
  });

  it('tells a late subscriber at once, and keeps counting over an idle time', () => {
    const source = new Subject<string>();
    const it = connectionOf(() => source);
    for (const epoch of [1, 2]) {
      const subscription = it.values$.subscribe();
      source.next(R);
      expect(statesOf(it)).toEqual([{ status: 'open', epoch }]);
      subscription.unsubscribe();
      expect(statesOf(it)).toEqual([{ status: 'idle' }]);
    }
  });

  it('says failed before the error is handed out, and does not err itself', () => {
    const it = connectionOf(() => throwError(() => wrongPassword));
    const order: unknown[] = [];
    it.state$.subscribe({ next: ({ status }) => order.push(status), error: () => order.push('state error') });
    it.values$.subscribe({ error: error => order.push(error) });
    expect(order).toEqual(['idle', 'connecting', 'failed', wrongPassword]);
    expect(statesOf(it)).toEqual([{ status: 'failed', error: wrongPassword }]);
  });

  it('wraps what is not an error of this package', () => {
    const own = new Error('of a header function');
    const it = connectionOf(() => throwError(() => own));
    const heard = jest.fn();
    it.values$.subscribe({ error: heard });
    expect(heard).toHaveBeenCalledWith(own);
    expect(statesOf(it)).toMatchObject([{ status: 'failed', error: { name: 'OpencodeError', cause: own } }]);
  });

  it('calls a clean end a ConnectionError, and a silent server a TimeoutError', () => {
    marbles(({ cold, expectObservable, flush }) => {
      const it = connectionOf(lives(cold('r|', { r: R }), cold('r', { r: R })));
      const states = statesOf(it);
      expectObservable(it.values$, '^ 65500ms !');
      flush();
      const errors = states.flatMap(state => (state.status === 'reconnecting' ? [state.error] : []));
      expect(errors.map(({ message }) => message)).toEqual([
        'GET /event: the server ended the connection',
        'GET /event: nothing heard for 65000 ms (heartbeatTimeout)',
      ]);
      expect(errors.map(({ name }) => name)).toEqual(['ConnectionError', 'TimeoutError']);
    });
  });
});

describe('reentrancy', () => {
  it('ends quietly when the only subscriber leaves in the middle of a value', () => {
    let isTornDown = false;
    const it = connectionOf(
      () =>
        new Observable(subscriber => {
          subscriber.next(R);
          subscriber.next('a');
          return () => {
            isTornDown = true;
          };
        }),
    );
    const values: string[] = [];
    it.values$.pipe(take(1)).subscribe(value => values.push(value));
    expect(values).toEqual([R]);
    expect(isTornDown).toBe(true);
    expect(statesOf(it)).toEqual([{ status: 'idle' }]);
  });

  it('opens a second connection for who comes while the first is being left', () => {
    const open = jest.fn(() => concat(of(R), NEVER));
    const it = connectionOf(open);
    const first: string[] = [];
    const others = statesOf(it);
    it.state$.pipe(take(4)).subscribe(({ status }) => {
      if (status === 'idle' && open.mock.calls.length === 1) it.values$.subscribe();
    });
    const late = statesOf(it);
    it.values$.subscribe(value => first.push(value)).unsubscribe();
    expect(open).toHaveBeenCalledTimes(2);
    // Whoever hears of the states, before or after the one that causes them, ends with the present one.
    expect(statuses(others).at(-1)).toBe('open');
    expect(statuses(late).at(-1)).toBe('open');
    expect(others.at(-1)).toEqual(late.at(-1));
    expect(statesOf(it)).toEqual([{ status: 'open', epoch: 2 }]);
  });

  it('serves who joins in the middle of a value from the next one on', () => {
    const source = new Subject<string>();
    const open = jest.fn(() => source);
    const { values$ } = connectionOf(open);
    const joined: string[] = [];
    values$.subscribe(value => {
      if (value === R) values$.subscribe(later => joined.push(later));
    });
    source.next(R);
    source.next('a');
    expect(joined).toEqual(['a']);
    expect(open).toHaveBeenCalledTimes(1);
  });

  it('gives who retries inside the error a new connection', () => {
    const open = jest.fn<Observable<string>, []>();
    open.mockReturnValueOnce(throwError(() => wrongPassword)).mockReturnValue(concat(of(R), NEVER));
    const it = connectionOf(open);
    const values: string[] = [];
    it.values$.pipe(retry(1)).subscribe(value => values.push(value));
    expect(values).toEqual([R]);
    expect(statesOf(it)).toEqual([{ status: 'open', epoch: 1 }]);
  });

  it.each(['connecting', 'open', 'reconnecting'])('ends cleanly when an observer of "%s" ends it', async leaveAt => {
    const breaking = concat(
      of(R).pipe(delay(10)),
      throwError(() => cut),
    );
    const open = jest.fn(lives(breaking, NEVER));
    const it = connectionOf(open);
    const values: string[] = [];
    const subscription = new Subscription();
    it.state$.subscribe(({ status }) => {
      if (status === leaveAt && open.mock.calls.length === 1) subscription.unsubscribe();
    });
    subscription.add(it.values$.subscribe(value => values.push(value)));
    await jest.advanceTimersByTimeAsync(1_000);
    expect(jest.getTimerCount()).toBe(0);
    expect(statesOf(it)).toEqual([{ status: 'idle' }]);
    expect(values).toEqual(leaveAt === 'open' ? [] : [R]);
  });

  it('lets an observer of the state subscribe while it connects, to the same connection', () => {
    const open = jest.fn(() => NEVER);
    const it = connectionOf(open);
    it.state$.subscribe(({ status }) => {
      if (status === 'connecting') it.values$.subscribe();
    });
    it.values$.subscribe();
    expect(open).toHaveBeenCalledTimes(1);
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

describe('instrumentation', () => {
  it('wraps each life and marks opens and losses', () => {
    const wrapped: unknown[] = [];
    const marked: unknown[] = [];
    const instrumentation: Instrumentation = {
      instrument: (name, payload, source) => {
        wrapped.push([name, payload]);
        return source;
      },
      notify: (name, payload) => void marked.push([name, payload]),
    };
    marbles(({ cold, expectObservable }) => {
      const open = lives(cold('ra#', { r: R, a: 'a' }, cut), cold('-'));
      const { values$ } = connection({ ...optionsOf(open), instrumentation });
      expectObservable(values$, '300ms !');
    });
    expect(wrapped).toEqual([
      ['opencode.connection', { path: '/event', attempt: 1 }],
      ['opencode.connection', { path: '/event', attempt: 2 }],
    ]);
    expect(marked).toEqual([
      ['opencode.connection.open', { path: '/event', epoch: 1 }],
      ['opencode.connection.lost', { path: '/event', attempt: 2, delay: 250, error: cut }],
    ]);
  });
});
