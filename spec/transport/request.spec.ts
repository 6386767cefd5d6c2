import { inspect } from 'node:util';
import {
  EMPTY,
  NEVER,
  type Observable,
  firstValueFrom,
  lastValueFrom,
  map,
  of,
  tap,
  throwError,
  timer,
  toArray,
} from 'rxjs';
import { ConnectionError, OpencodeError, ProtocolError, TimeoutError } from '../../lib/errors.js';
import type { Instrumentation } from '../../lib/instrumentation.js';
import { neverSent } from '../../lib/transport/failure.js';
import type { HttpAnswer, HttpContext, HttpFailure, HttpRequest } from '../../lib/transport/http.js';
import { request } from '../../lib/transport/request.js';
import { eventStream, json, networkError, scriptedFetch, type Respond } from '../support/scripted-fetch.js';
import { contextOf, errorOf, forbidUnhandledRejections } from './support.js';

forbidUnhandledRejections();

const get: HttpRequest = { method: 'GET', path: '/session' };

function answering(respond: Respond, some: Partial<HttpContext> = {}) {
  const { fetch, requests: calls } = scriptedFetch(respond);
  const context = contextOf({ fetch, ...some });
  return { calls, send: (call: HttpRequest = get): Observable<HttpAnswer> => request(context, call) };
}

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

describe('an answer', () => {
  it('is one value: status, headers and parsed body', async () => {
    const { send } = answering(() => json({ id: 'ses_1' }, { status: 201, headers: { 'x-next-cursor': 'c' } }));
    const answers = await lastValueFrom(send().pipe(toArray()));
    expect(answers).toMatchObject([{ status: 201, body: { id: 'ses_1' } }]);
    expect(answers[0]?.headers.get('x-next-cursor')).toBe('c');
  });

  it.each([
    ['no body', new Response(null, { status: 204 })],
    ['an empty body', new Response('')],
    ['blanks', new Response(' \n')],
  ])('with %s is undefined', async (_name, response) => {
    expect((await lastValueFrom(answering(() => response).send())).body).toBeUndefined();
  });

  it('may come in pieces that cut a character', async () => {
    const stream = eventStream();
    const bytes = new TextEncoder().encode('{"text":"🎉"}');
    const body = lastValueFrom(answering(() => stream.response).send());
    for (const byte of bytes) stream.send(Uint8Array.of(byte));
    stream.end();
    expect((await body).body).toEqual({ text: '🎉' });
  });

  it('of HTML is a ProtocolError that asks about the base URL', async () => {
    const html = new Response('<!doctype html><html>…', { headers: { 'content-type': 'text/html' } });
    const error = await errorOf(answering(() => html).send());
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error.message).toMatch(/^GET \/session answered an HTML page.*base URL/);
  });

  it('that is not JSON is a ProtocolError with its beginning', async () => {
    const error = await errorOf(answering(() => new Response(`{"cut": ${'x'.repeat(5_000)}`)).send());
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error).toMatchObject({
      message: 'GET /session answered something that is not JSON',
      response: { status: 200, body: expect.stringMatching(/^.{2000}$/) as string },
    });
  });
});

describe('an answer that is not 2xx', () => {
  const failureOf = async (response: Response): Promise<HttpFailure | undefined> => {
    const failures: HttpFailure[] = [];
    const toError = (failure: HttpFailure): OpencodeError => {
      failures.push(failure);
      return new OpencodeError('told');
    };
    const { send } = answering(() => response, { toError });
    const error = await errorOf(send({ ...get, path: '/session?token=secret' }));
    expect(error.message).toBe('told');
    return failures[0];
  };

  it.each([
    ['JSON', '{"name":"NotFoundError","data":{}}', { name: 'NotFoundError', data: {} }],
    ['text', 'gone', 'gone'],
    ['nothing', '', undefined],
    ['too much text', 'x'.repeat(1_000_000), 'x'.repeat(2_000)],
  ])('gives toError its body of %s', async (_name, body, expected) => {
    const failure = await failureOf(new Response(body, { status: 404 }));
    expect(failure).toEqual({ method: 'GET', path: '/session', status: 404, body: expected });
  });

  it('is told with its retry-after in milliseconds', async () => {
    const wait = async (value: string): Promise<number | undefined> =>
      (await failureOf(new Response('', { status: 429, headers: { 'retry-after': value } })))?.retryAfter;
    expect(await wait('3')).toBe(3_000);
    expect(await wait(new Date(Date.now() + 60_000).toUTCString())).toBeGreaterThan(50_000);
    expect(await wait(new Date(0).toUTCString())).toBe(0);
    expect(await wait('soon')).toBeUndefined();
  });

  it('is told without its body when that breaks off', async () => {
    const stream = eventStream();
    const response = new Response(stream.response.body, { status: 500 });
    setTimeout(() => stream.cut());
    expect(await failureOf(response)).toMatchObject({ status: 500, body: undefined });
  });

  it('is told with what is there of a body that never ends', async () => {
    jest.useFakeTimers();
    const stream = eventStream();
    stream.send('half');
    const failure = failureOf(new Response(stream.response.body, { status: 500 }));
    await jest.advanceTimersByTimeAsync(5_000);
    jest.useRealTimers();
    expect(await failure).toMatchObject({ body: 'half' });
    expect(stream.isCancelled()).toBe(true);
  });
});

describe('what goes wrong', () => {
  it('on the network is a ConnectionError with its cause, and tells whether it may have arrived', async () => {
    for (const [code, never] of [
      ['ECONNREFUSED', true],
      ['ECONNRESET', false],
    ] as const) {
      const cause = networkError(code);
      const error = await errorOf(answering(() => Promise.reject(cause)).send());
      expect(error).toBeInstanceOf(ConnectionError);
      expect(error).toMatchObject({ cause: { code } });
      expect(neverSent(error)).toBe(never);
    }
  });

  it('in the body is a ConnectionError as well', async () => {
    const stream = eventStream();
    const error = errorOf(answering(() => stream.response).send());
    stream.send('{"half":');
    setTimeout(() => stream.cut());
    expect(await error).toBeInstanceOf(ConnectionError);
    expect((await error).message).toBe(
      'GET /session: the connection to server.test:80 broke before the answer was complete',
    );
  });

  it('in fetch itself, thrown at once, is one too', async () => {
    const fetch = (): never => {
      throw new TypeError('bad URL');
    };
    expect(await errorOf(request(contextOf({ fetch }), get))).toBeInstanceOf(ConnectionError);
  });

  it('in the header function is the cause of a ConnectionError, and nothing is sent', async () => {
    const own = new Error('no token');
    const thrower = (): never => {
      throw own;
    };
    for (const headers of [() => throwError(() => own), thrower]) {
      const { send, calls } = answering(() => json(1), { headers });
      const error = await errorOf(send());
      expect(error).toBeInstanceOf(ConnectionError);
      expect(error.cause).toBe(own);
      expect(neverSent(error)).toBe(true);
      expect(calls).toHaveLength(0);
    }
  });
});

describe('secrets', () => {
  it('of the query are not in the error, nor in its cause', async () => {
    const words = 'request to http://server.test/session?token=s3cret failed';
    const cause = Object.assign(new Error(words), { code: 'ECONNRESET' });
    const error = await errorOf(answering(() => Promise.reject(cause)).send());
    expect(error).toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(inspect(error, { depth: 5 })).not.toContain('s3cret');
  });

  it('in a header that is not legal are not told: the header is', async () => {
    const { send, calls } = answering(() => json(1), { headers: () => of({ authorization: 'Basic s3cret\n' }) });
    const error = await errorOf(send());
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain('authorization');
    expect(inspect(error)).not.toContain('s3cret');
    expect(calls).toHaveLength(0);
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
