import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { countingProxy, type CountingProxy } from '../support/counting-proxy.js';

const FRAMES = ['server.connected', 'session.idle'].map(
  type => `data: {"id":"e","type":"${type}","properties":{}}\n\n`,
);

let heard: string[] = [];
let server: Server;
let proxy: CountingProxy;

beforeEach(async () => {
  heard = [];
  server = createServer((request, response) => {
    heard.push(`${String(request.method)} ${String(request.url)}`);
    if (request.url?.startsWith('/event')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(FRAMES.join(''));
    } else response.end('{"ok":true}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  proxy = await countingProxy(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
});

afterEach(async () => {
  await proxy.down();
  server.closeAllConnections();
  await new Promise(closed => server.close(closed));
});

const post = (path: string): Promise<Response> => fetch(`${proxy.url}${path}`, { method: 'POST', body: '{"a":1}' });

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

describe('CountingProxy', () => {
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

  it('hangs up on the server when the client hangs up', async () => {
    const gone = once(server, 'connection').then(([socket]) => once(socket as NodeJS.EventEmitter, 'close'));
    const abort = new AbortController();
    await fetch(`${proxy.url}/event`, { signal: abort.signal });
    abort.abort();
    await gone;
    expect(proxy.openStreams).toBe(0);
  });
});
