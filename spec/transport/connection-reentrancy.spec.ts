import { NEVER, Observable, Subject, Subscription, concat, delay, of, retry, take, throwError } from 'rxjs';
import type { ConnectionState } from '../../lib/transport/connection-state.js';
import { R, connectionOf, cut, lives, statesOf, useFakeTime, wrongPassword } from './lives.js';

useFakeTime();

const statuses = (states: readonly ConnectionState[]): string[] => states.map(({ status }) => status);

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
