import { EMPTY, NEVER, type Observable, firstValueFrom, lastValueFrom, map, of, tap, timer } from 'rxjs';
import { TimeoutError } from '../../lib/errors.js';
import type { Instrumentation } from '../../lib/instrumentation.js';
import type { HttpRequest } from '../../lib/transport/http.js';
import { request } from '../../lib/transport/request.js';
import { eventStream, json, type Respond } from '../support/scripted-fetch.js';
import { contextOf, errorOf, forbidUnhandledRejections } from './support.js';
import { answering } from './answering.js';

forbidUnhandledRejections();

const get: HttpRequest = { method: 'GET', path: '/session' };

describe('what is sent', () => {
  it('is nothing before subscribe, and one fetch per subscription', async () => {
    const { send, calls } = answering(() => json(1));
    const answer$ = send();
    expect(calls).toHaveLength(0);
    await lastValueFrom(answer$);
    await lastValueFrom(answer$);
    expect(calls).toHaveLength(2);
  });

  it('is base URL, path and both queries', async () => {
    const some = { baseUrl: 'http://server.test/prefix', baseQuery: { directory: '/a b', limit: '1' } };
    const { send, calls } = answering(() => json(1), some);
    await lastValueFrom(send({ ...get, query: { limit: 2, before: undefined } }));
    expect(String(calls[0]?.url)).toBe('http://server.test/prefix/session?directory=%2Fa+b&limit=2');
  });

  it('is a body of JSON with its type, and neither without a body', async () => {
    const { send, calls } = answering(() => json(1));
    await lastValueFrom(send({ method: 'POST', path: '/session', body: { title: 'ü' } }));
    await lastValueFrom(send({ method: 'POST', path: '/session' }));
    expect(calls.map(({ body }) => body)).toStrictEqual([{ title: 'ü' }, undefined]);
    expect(calls.map(({ headers }) => headers.get('content-type'))).toEqual(['application/json', null]);
    expect(calls.map(({ headers }) => headers.get('accept'))).toEqual(['application/json', 'application/json']);
  });

  it('has the headers asked for this subscription, which win in any spelling', async () => {
    let asked = 0;
    const headers = (): Observable<Record<string, string>> =>
      of({ Authorization: `token ${++asked}`, Accept: 'text/x' });
    const { send, calls } = answering(() => json(1), { headers });
    const answer$ = send();
    expect(asked).toBe(0);
    await lastValueFrom(answer$);
    await lastValueFrom(answer$);
    expect(calls.map(call => call.headers.get('authorization'))).toEqual(['token 1', 'token 2']);
    expect(calls[0]?.headers.get('accept')).toBe('text/x');
  });

  it('has the first headers that come, late ones too, and none when none come', async () => {
    const late$ = timer(1, 1).pipe(map(count => ({ count: String(count) })));
    for (const [headers$, count] of [
      [late$, '0'],
      [EMPTY, null],
    ] as const) {
      const { send, calls } = answering(() => json(1), { headers: () => headers$ });
      await lastValueFrom(send());
      expect(calls.map(call => call.headers.get('count'))).toEqual([count]);
    }
  });

  it('calls fetch without a receiver, as browsers demand', async () => {
    const receivers: unknown[] = [];
    const fetch = function (this: unknown): Promise<Response> {
      receivers.push(this);
      return Promise.resolve(json(1));
    };
    await lastValueFrom(request(contextOf({ fetch }), get));
    expect(receivers).toStrictEqual([undefined]);
  });
});

describe('timeout', () => {
  const hanging: Respond = () => new Promise(() => undefined);

  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it.each([
    ['headers', hanging],
    ['the body', () => eventStream().response],
  ])('covers %s, aborts and names itself', async (_name, script) => {
    const { send, calls } = answering(script, { timeout: 1_000 });
    const error = errorOf(send());
    await jest.advanceTimersByTimeAsync(999);
    expect(calls[0]?.signal.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(await error).toBeInstanceOf(TimeoutError);
    expect((await error).message).toBe('GET /session took longer than 1000 ms (timeout)');
    expect(calls[0]?.signal.aborted).toBe(true);
  });

  it('covers a header function that never answers', async () => {
    const { send } = answering(hanging, { timeout: 1_000, headers: () => NEVER });
    const error = errorOf(send());
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await error).toBeInstanceOf(TimeoutError);
  });

  it('can be set per request, and switched off', async () => {
    const { send } = answering(hanging, { timeout: 1_000 });
    const own = errorOf(send({ ...get, timeout: 50 }));
    await jest.advanceTimersByTimeAsync(50);
    expect(await own).toBeInstanceOf(TimeoutError);
    for (const timeout of [false, Infinity] as const) {
      const heard = jest.fn();
      const subscription = send({ ...get, timeout }).subscribe({ next: heard, error: heard });
      await jest.advanceTimersByTimeAsync(2 ** 31);
      expect(heard).not.toHaveBeenCalled();
      subscription.unsubscribe();
    }
  });

  it('leaves no timer when the answer came in time', async () => {
    await lastValueFrom(answering(() => json(1)).send());
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('unsubscribing', () => {
  it('aborts before the answer, and says nothing', async () => {
    const { send, calls } = answering(() => new Promise(() => undefined));
    const heard = jest.fn();
    send().subscribe({ next: heard, error: heard, complete: heard }).unsubscribe();
    await Promise.resolve();
    expect(calls[0]?.signal.aborted).toBe(true);
    expect(heard).not.toHaveBeenCalled();
  });

  it('cancels the body', async () => {
    const stream = eventStream();
    const answered = jest.fn();
    const subscription = answering(() => (answered(), stream.response))
      .send()
      .subscribe();
    await new Promise(resolve => setTimeout(resolve, 1));
    expect(answered).toHaveBeenCalled();
    subscription.unsubscribe();
    expect(stream.isCancelled()).toBe(true);
  });

  it('lets go of an answer that comes too late from a fetch that ignores its signal', async () => {
    const stream = eventStream();
    const fetch = (): Promise<Response> => new Promise(resolve => setTimeout(resolve, 1, stream.response));
    request(contextOf({ fetch }), get).subscribe().unsubscribe();
    await new Promise(resolve => setTimeout(resolve, 5));
    expect(stream.isCancelled()).toBe(true);
  });

  it('while the headers are asked for sends nothing', () => {
    const { send, calls } = answering(() => json(1), { headers: () => NEVER });
    send().subscribe().unsubscribe();
    expect(calls).toHaveLength(0);
  });
});

describe('instrumentation', () => {
  it('wraps each subscription, and hears of method and path only', async () => {
    const heard: unknown[] = [];
    const instrumentation: Instrumentation = {
      instrument: (name, payload, source) => {
        heard.push([name, payload]);
        return source.pipe(tap({ finalize: () => heard.push('end') }));
      },
      notify: () => undefined,
    };
    const { send } = answering(() => json(1), { instrumentation, baseQuery: { token: 'secret' } });
    const answer$ = send({ method: 'POST', path: '/session?secret=1', body: 'secret' });
    expect(heard).toEqual([]);
    await firstValueFrom(answer$);
    expect(heard).toEqual([['opencode.request', { method: 'POST', path: '/session' }], 'end']);
  });
});
