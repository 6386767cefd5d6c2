import { firstValueFrom, lastValueFrom, map, of, take, throwError, toArray, type Observable } from 'rxjs';
import { ConnectionError } from '../../lib/errors.js';
import { sse, type SseRequest } from '../../lib/transport/sse.js';
import { eventStream, networkError, scriptedFetch } from '../support/scripted-fetch.js';
import { errorOf, forbidUnhandledRejections } from './support.js';
import { answering, url } from './sse-answering.js';

forbidUnhandledRejections();

const dataOf = (messages$: Observable<{ readonly data: string }>): Promise<string[]> =>
  lastValueFrom(
    messages$.pipe(
      map(({ data }) => data),
      toArray(),
    ),
  );

describe('what is sent', () => {
  it('is nothing before subscribe, and one fetch per subscription', async () => {
    const { messages$, calls } = answering(() => {
      const stream = eventStream();
      stream.end();
      return stream.response;
    });
    expect(calls).toHaveLength(0);
    await dataOf(messages$);
    await dataOf(messages$);
    expect(calls.map(call => [call.method, String(call.url), call.headers.get('accept')])).toEqual([
      ['GET', url, 'text/event-stream'],
      ['GET', url, 'text/event-stream'],
    ]);
  });

  const requestOf = async (some: Partial<SseRequest>) => {
    const { messages$, calls } = answering(() => Promise.reject(networkError('ECONNRESET')), some);
    await errorOf(messages$);
    return calls[0];
  };

  it('has headers of an object, or of a function asked at each subscription', async () => {
    expect((await requestOf({ headers: { Authorization: 'a' } }))?.headers.get('authorization')).toBe('a');
    const promised = jest.fn(() => Promise.resolve({ authorization: 'b' }));
    expect((await requestOf({ headers: promised }))?.headers.get('authorization')).toBe('b');
    expect((await requestOf({ headers: () => of({ accept: 'text/x' }) }))?.headers.get('accept')).toBe('text/x');
    expect(promised).toHaveBeenCalledTimes(1);
  });

  it('has the credentials of the URL in its header, and not in its URL', async () => {
    const sent = await requestOf({ url: 'http://m%C3%BCller:p%40ss@server.test/event?a=1' });
    const basic = `Basic ${Buffer.from('müller:p@ss', 'utf8').toString('base64')}`;
    expect([String(sent?.url), sent?.headers.get('authorization')]).toEqual(['http://server.test/event?a=1', basic]);
    const own = await requestOf({ url: 'http://u:p@server.test/', headers: { authorization: 'Bearer x' } });
    expect(own?.headers.get('authorization')).toBe('Bearer x');
  });

  it('may have a body, and is a POST then', async () => {
    const posted = await requestOf({ body: { a: 1 } });
    expect([posted?.method, posted?.body, posted?.headers.get('content-type')]).toEqual([
      'POST',
      { a: 1 },
      'application/json',
    ]);
    const raw = await requestOf({ body: '[1]', method: 'PUT' });
    expect([raw?.method, raw?.body, raw?.headers.get('content-type')]).toEqual(['PUT', [1], null]);
  });

  it('is nothing when the header function fails, whose error is the cause', async () => {
    const own = new Error('no token');
    const { messages$, calls } = answering(() => new Response(), { headers: () => throwError(() => own) });
    expect((await errorOf(messages$)).cause).toBe(own);
    expect(calls).toHaveLength(0);
  });
});

describe('a stream', () => {
  it('gives events as they come and completes at its end', async () => {
    const stream = eventStream();
    const { messages$ } = answering(() => stream.response);
    const messages = lastValueFrom(messages$.pipe(toArray()));
    stream.send('event: greeting\nid: 1\nda');
    stream.send('ta: a\n\ndata: b\n\n');
    stream.end();
    expect(await messages).toEqual([
      { event: 'greeting', id: '1', data: 'a' },
      { event: undefined, id: undefined, data: 'b' },
    ]);
  });

  it('that ends without an event completes without one', async () => {
    const stream = eventStream({ 'content-type': 'Text/Event-Stream;charset=utf-8' });
    stream.end();
    expect(await dataOf(answering(() => stream.response).messages$)).toEqual([]);
  });

  it('says when it is open, before its first event', async () => {
    const onOpen = jest.fn();
    const stream = eventStream();
    const { messages$ } = answering(() => stream.response, { onOpen });
    const subscription = messages$.subscribe();
    expect(onOpen).not.toHaveBeenCalled();
    await new Promise(resolve => setTimeout(resolve, 1));
    expect(onOpen).toHaveBeenCalledTimes(1);
    subscription.unsubscribe();
  });

  it('that is cut is a ConnectionError after the events that came', async () => {
    const stream = eventStream();
    const heard: string[] = [];
    const { messages$ } = answering(() => stream.response);
    const error = errorOf(messages$.pipe(map(({ data }) => heard.push(data))));
    stream.send('data: a\n\ndata: b');
    setTimeout(() => stream.cut(), 1);
    expect(await error).toBeInstanceOf(ConnectionError);
    expect(await error).toMatchObject({ cause: { message: 'TypeError' } });
    expect(heard).toEqual(['a']);
  });

  it('lives on over an oversized event, by default one of more than 16 MiB', async () => {
    const sizes: number[] = [];
    const stream = eventStream();
    const { messages$ } = answering(() => stream.response, { onOversized: size => sizes.push(size) });
    const data = dataOf(messages$.pipe(map(({ data }) => ({ data: data.slice(0, 3) }))));
    stream.send(`data: ${'x'.repeat((16 << 20) - 8)}\n\n`);
    stream.send(`data: ${'y'.repeat((16 << 20) - 7)}\n\n`);
    stream.send('data: z\n\n');
    stream.end();
    expect(await data).toEqual(['xxx', 'z']);
    expect(sizes).toEqual([(16 << 20) + 1]);
  });

  it('is left in the middle of a chunk: nothing more comes, and it is cancelled', async () => {
    const stream = eventStream();
    stream.send('data: a\n\ndata: b\n\ndata: c\n\n');
    const { messages$, calls } = answering(() => stream.response);
    expect(await dataOf(messages$.pipe(take(2)))).toEqual(['a', 'b']);
    expect(stream.isCancelled()).toBe(true);
    expect(calls[0]?.signal.aborted).toBe(true);
  });
});

it('takes a bare URL', async () => {
  const stream = eventStream();
  stream.send('data: a\n\n');
  const { fetch } = scriptedFetch(() => stream.response);
  const messages$ = sse({ url: new URL(url), fetch });
  expect((await firstValueFrom(messages$)).data).toBe('a');
  expect(await errorOf(sse('http://127.0.0.1:1/event'))).toBeInstanceOf(ConnectionError);
  expect(await errorOf(sse(new URL('http://127.0.0.1:1/event')))).toBeInstanceOf(ConnectionError);
});
