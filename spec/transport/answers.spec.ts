import { lastValueFrom, toArray } from 'rxjs';
import { OpencodeError, ProtocolError } from '../../lib/errors.js';
import type { HttpFailure, HttpRequest } from '../../lib/transport/http.js';
import { eventStream, json } from '../support/scripted-fetch.js';
import { errorOf, forbidUnhandledRejections } from './support.js';
import { answering } from './answering.js';

forbidUnhandledRejections();

const get: HttpRequest = { method: 'GET', path: '/session' };

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
