import { setTimeout as sleep } from 'node:timers/promises';
import { FRAMES, HUGE, heard, listen, post, proxy, sent, streams, until, useProxy } from './proxied-server.js';

useProxy();

/** Nothing tells of what does not happen but time. */
const aWhile = (): Promise<void> => sleep(80);

describe('a stalled proxy', () => {
  it('lets no byte pass, in neither direction, and closes nothing', async () => {
    const stream = await listen();
    await until(() => stream.text === FRAMES.join(''));
    proxy.stall();
    streams[0]?.end('data: more\n\n');
    const answer = post('/x');
    await aWhile();
    expect(stream.text).toBe(FRAMES.join(''));
    expect(heard).toEqual(['GET /event']);
    expect(proxy.openStreams).toBe(1);
    proxy.flow();
    expect((await answer).status).toBe(200);
    await stream.closed;
    expect(stream.text).toBe(`${FRAMES.join('')}data: more\n\n`);
  });

  it('lets newcomers pass where it is told to', async () => {
    const stream = await listen();
    await until(() => stream.text !== '');
    proxy.stall({ newcomers: 'pass' });
    streams[0]?.write('data: more\n\n');
    expect((await post('/x')).status).toBe(200);
    const other = await listen();
    await until(() => other.text === FRAMES.join(''));
    await aWhile();
    expect(stream.text).toBe(FRAMES.join(''));
    proxy.flow();
    await until(() => stream.text.endsWith('more\n\n'));
    stream.close();
    other.close();
  });

  it('does not hand on what was given up meanwhile', async () => {
    proxy.stall();
    await expect(fetch(`${proxy.url}/x`, { signal: AbortSignal.timeout(80) })).rejects.toThrow('timeout');
    await aWhile();
    proxy.flow();
    await post('/y');
    expect(heard).toEqual(['POST /y']);
  });
});

describe('a slow reader', () => {
  it('slows the server: what is not read waits with it', async () => {
    proxy.break('/huge', { kind: 'slow', bytesPerSecond: 1024 * 1024 });
    const { body } = await fetch(`${proxy.url}/huge`);
    const reader = body?.getReader();
    for (let read = 0; read < 200_000;) read += (await reader?.read())?.value?.length ?? NaN;
    expect(sent).toBeLessThan(HUGE / 2);
    await reader?.cancel();
  });
});
