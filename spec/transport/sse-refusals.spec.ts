import {
  BadRequestError,
  NotFoundError,
  OpencodeError,
  ProtocolError,
  ServerError,
  TimeoutError,
  UnauthorizedError,
} from '../../lib/errors.js';
import type { HttpFailure } from '../../lib/transport/http.js';
import { eventStream, type Respond } from '../support/scripted-fetch.js';
import { errorOf, forbidUnhandledRejections } from './support.js';
import { answering } from './sse-answering.js';

forbidUnhandledRejections();

describe('an answer that is no event stream', () => {
  it.each([
    [401, UnauthorizedError],
    [403, UnauthorizedError],
    [404, NotFoundError],
    [429, BadRequestError],
    [503, ServerError],
  ])('with status %d is its error', async (status, kind) => {
    const headers = { 'retry-after': '2' };
    const error = await errorOf(answering(() => new Response('{"why":1}', { status, headers })).messages$);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({
      message: `GET /event answered ${status}`,
      response: { status, body: { why: 1 }, retryAfter: 2_000 },
    });
  });

  it('with another status is what toError makes of it', async () => {
    const toError = jest.fn((failure: HttpFailure) => new OpencodeError(String(failure.body)));
    const error = await errorOf(answering(() => new Response('no', { status: 500 }), { toError }).messages$);
    expect(error.message).toBe('no');
    expect(toError).toHaveBeenCalledWith({ method: 'GET', path: '/event', status: 500, body: 'no' });
  });

  it.each([
    ['text/html; charset=utf-8', /^GET \/event answered text\/html.*instead of an event stream.*base URL/],
    ['application/json', /^GET \/event answered application\/json instead of an event stream$/],
    ['text/event-streamer', /instead of an event stream$/],
  ])('of type %s is a ProtocolError', async (type, message) => {
    const error = await errorOf(answering(() => new Response('{}', { headers: { 'content-type': type } })).messages$);
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error.message).toMatch(message);
  });

  it('and has no type and no body is one too', async () => {
    const error = await errorOf(answering(() => new Response(null, { status: 204 })).messages$);
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error.message).toBe('GET /event answered nothing instead of an event stream');
  });
});

describe('connectTimeout', () => {
  const hanging: Respond = () => new Promise(() => undefined);

  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('errors and aborts when no headers come, by default after 10 s', async () => {
    const { messages$, calls } = answering(hanging);
    const error = errorOf(messages$);
    await jest.advanceTimersByTimeAsync(9_999);
    expect(calls[0]?.signal.aborted).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    expect(await error).toBeInstanceOf(TimeoutError);
    expect((await error).message).toBe('GET /event: no answer from server.test:80 within 10000 ms (connectTimeout)');
    expect(calls[0]?.signal.aborted).toBe(true);
  });

  it('is over with the headers, and can be switched off', async () => {
    const stream = eventStream();
    const heard = jest.fn();
    for (const { messages$ } of [answering(() => stream.response), answering(hanging, { connectTimeout: false })]) {
      const subscription = messages$.subscribe({ error: heard, complete: heard });
      await jest.advanceTimersByTimeAsync(3_600_000);
      expect(heard).not.toHaveBeenCalled();
      expect(jest.getTimerCount()).toBe(0);
      subscription.unsubscribe();
    }
  });
});
