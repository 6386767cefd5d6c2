import { once } from 'node:events';
import { FRAMES, heard, listen, post, proxy, server, streams, until, useProxy } from './proxied-server.js';

useProxy();

async function readAll(response: Response): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  try {
    for await (const bytes of response.body ?? []) text += decoder.decode(bytes, { stream: true });
  } catch {
    return text;
  }
  return text;
}

describe('FaultProxy', () => {
  it('hands requests on and remembers them', async () => {
    expect(await (await post('/session/1/prompt_async?directory=x')).json()).toEqual({ ok: true });
    expect(proxy.requests).toMatchObject([{ method: 'POST', path: '/session/1/prompt_async', body: '{"a":1}' }]);
    expect(proxy.requests[0]?.query.get('directory')).toBe('x');
    expect(heard).toEqual(['POST /session/1/prompt_async?directory=x']);
    expect(proxy.count('/prompt_async')).toBe(1);
  });

  it('tells in which order requests and events passed, and which streams are open', async () => {
    const stream = await fetch(`${proxy.url}/event`);
    const reading = readAll(stream);
    await post('/prompt_async');
    expect(proxy.openStreams).toBe(1);
    proxy.cut();
    expect(await reading).toBe(FRAMES.join(''));
    expect(proxy.timeline.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'request GET /event',
      'event server.connected',
      'event session.idle',
      'request POST /prompt_async',
      'streamEnded /event',
    ]);
    expect(proxy.openStreams).toBe(0);
  });

  it('refuses: the server hears nothing', async () => {
    proxy.break('POST', { kind: 'refuse' });
    await expect(post('/x')).rejects.toThrow();
    expect(heard).toEqual([]);
    expect((await post('/x')).status).toBe(200);
  });

  it('loses an answer: the server heard it', async () => {
    proxy.break(({ path }) => path === '/x', { kind: 'loseAnswer' });
    await expect(post('/x')).rejects.toThrow();
    expect(heard).toEqual(['POST /x']);
  });

  it('answers itself, as often as it is told', async () => {
    proxy.break('/x', { kind: 'answer', status: 503 }, 2);
    const statuses = [await post('/x'), await post('/x'), await post('/x')].map(({ status }) => status);
    expect(statuses).toEqual([503, 503, 200]);
  });

  it.each([0, 1, 50])('cuts after %i bytes', async after => {
    proxy.break('/event', { kind: 'cut', after });
    expect(await readAll(await fetch(`${proxy.url}/event`))).toBe(FRAMES.join('').slice(0, after));
  });

  it('goes down and comes up again on its port', async () => {
    const { url } = proxy;
    await proxy.down();
    await expect(post('/x')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    await proxy.up();
    expect(proxy.url).toBe(url);
    expect((await post('/x')).status).toBe(200);
  });

  it('closes its door: who is in stays, who comes is refused', async () => {
    const stream = await listen();
    await until(() => stream.text === FRAMES.join(''));
    proxy.closeDoor();
    await expect(post('/x')).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    streams[0]?.write('data: more\n\n');
    await until(() => stream.text.endsWith('more\n\n'));
    await proxy.up();
    expect((await post('/x')).status).toBe(200);
    await proxy.down();
    await stream.closed;
  });

  it('hangs up on the server when the client hangs up', async () => {
    const gone = once(server, 'connection').then(([socket]) => once(socket as NodeJS.EventEmitter, 'close'));
    const abort = new AbortController();
    await fetch(`${proxy.url}/event`, { signal: abort.signal });
    abort.abort();
    await gone;
    expect(proxy.openStreams).toBe(0);
  });

  it('is mended by whoever broke it', async () => {
    const mend = proxy.break('/x', { kind: 'answer', status: 503 }, Infinity);
    expect((await post('/x')).status).toBe(503);
    mend();
    expect((await post('/x')).status).toBe(200);
  });

  it('hangs: nobody answers, and the server hears nothing', async () => {
    proxy.break('/x', { kind: 'hang' });
    const signal = AbortSignal.timeout(80);
    await expect(fetch(`${proxy.url}/x`, { signal })).rejects.toThrow('timeout');
    expect(heard).toEqual([]);
    expect((await post('/x')).status).toBe(200);
  });

  it('delays an answer', async () => {
    proxy.break('/x', { kind: 'delay', by: 100 });
    const start = Date.now();
    expect(await (await post('/x')).json()).toEqual({ ok: true });
    expect(Date.now() - start).toBeGreaterThanOrEqual(195);
  });

  it('cuts the event stream after so many more bytes, counted over its connections, and once', async () => {
    const [whole, rest] = [FRAMES.join(''), 10];
    proxy.cutAfter(whole.length + rest);
    const first = await listen();
    await until(() => first.text === whole);
    first.close();
    expect(await readAll(await fetch(`${proxy.url}/event`))).toBe(whole.slice(0, rest));
    const third = await listen();
    await until(() => third.text === whole);
    third.close();
  });

  it('cuts a stream that is open already in the middle of what comes', async () => {
    const stream = await listen();
    await until(() => stream.text !== '');
    proxy.cutAfter(3);
    streams[0]?.write('data: more\n\n');
    await stream.closed;
    expect(stream.text).toBe(`${FRAMES.join('')}dat`);
  });
});
