import { NEVER, Subject, throwError } from 'rxjs';
import type { Instrumentation } from '../../lib/instrumentation.js';
import { connection } from '../../lib/transport/connection.js';
import { marbles } from '../support/marbles.js';
import { R, connectionOf, cut, lives, optionsOf, statesOf, useFakeTime, wrongPassword } from './lives.js';

useFakeTime();

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
