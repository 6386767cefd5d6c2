import type { RequestListener, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { NEVER, firstValueFrom, lastValueFrom, map, take, toArray, type Observable } from 'rxjs';
import { ProtocolError, ServerError, TimeoutError, UnauthorizedError } from '../../lib/errors.js';
import { noInstrumentation } from '../../lib/instrumentation.js';
import { connection, type Connection } from '../../lib/transport/connection.js';
import { startEventStream } from '../support/http-server.js';
import { FETCHES, server, useHttpServer } from './real-server.js';
import { errorOf, forbidUnhandledRejections } from './support.js';

forbidUnhandledRejections();

describe.each(FETCHES)('with %s', (_name, fetch) => {
  const { serving, events, ask } = useHttpServer(fetch);

  describe('a socket is closed', () => {
    const silent: RequestListener = () => undefined;
    const streaming: RequestListener = (_request, response) => {
      startEventStream(response, 'a', 'b');
    };
    const halfAnswer: RequestListener = (_request, response) => void response.write('{"half":');

    it.each([
      ['sse', (): Observable<unknown> => events()],
      ['request', (): Observable<unknown> => ask()],
    ])('by leaving before the response (%s)', async (_what, open) => {
      await serving(silent);
      const subscription = open().subscribe();
      await server.requested();
      expect(server.open()).toBe(1);
      subscription.unsubscribe();
      await server.quiet();
    });

    it('by leaving mid-stream', async () => {
      await serving(streaming);
      const heard: string[] = [];
      const subscription = events().subscribe(data => heard.push(data));
      while (heard.length < 2) await wait(1);
      subscription.unsubscribe();
      await server.quiet();
      expect(heard).toEqual(['a', 'b']);
    });

    it('by take(1), in the middle of a value', async () => {
      await serving(streaming);
      expect(await lastValueFrom(events().pipe(take(1), toArray()))).toEqual(['a']);
      await server.quiet();
    });

    it('by leaving in the middle of a body', async () => {
      await serving(halfAnswer);
      const subscription = ask().subscribe();
      await server.requested();
      await wait(20);
      subscription.unsubscribe();
      await server.quiet();
    });

    it('by an answer of another type, and by an error whose body goes on', async () => {
      await serving((call, response) => {
        response.writeHead(call.url === '/event' ? 200 : 500, { 'content-type': 'text/html' });
        response.write('x'.repeat(100_000));
      });
      expect(await errorOf(events())).toBeInstanceOf(ProtocolError);
      await server.quiet();
      expect(await errorOf(ask())).toBeInstanceOf(ServerError);
      await server.quiet();
    });

    it('by connectTimeout', async () => {
      await serving(silent);
      expect(await errorOf(events({ connectTimeout: 30 }))).toBeInstanceOf(TimeoutError);
      await server.quiet();
    });
  });

  it('a stream that the server ends completes', async () => {
    await serving((_request, response) => {
      startEventStream(response, 'a');
      response.end();
    });
    expect(await lastValueFrom(events().pipe(toArray()))).toEqual(['a']);
  });

  it('a slow subscriber slows the socket', async () => {
    const event = `data: ${'x'.repeat(60_000)}\n\n`;
    let sent = 0;
    const pour = (response: ServerResponse): void => {
      while (!response.destroyed) {
        sent += event.length;
        if (!response.write(event)) return void response.once('drain', () => pour(response));
      }
    };
    await serving((_request, response) => {
      startEventStream(response);
      pour(response);
    });
    let received = 0;
    const slow$ = events().pipe(
      map(data => {
        received += data.length;
        // The subscriber's own time, in which a reader that does not wait for it would read on.
        const until = performance.now() + 10;
        while (performance.now() < until);
      }),
    );
    await lastValueFrom(slow$.pipe(take(100)));
    // What is under way fits the buffers of two sockets; the server had time for a hundred times as much.
    expect(sent - received).toBeLessThan(20 << 20);
  });

  describe('a shared connection', () => {
    const healing = (): Connection<string> =>
      connection({
        path: '/event',
        open: ({ connectTimeout }) => events({ connectTimeout }),
        isReady: data => data === 'ready',
        isProgress: data => data !== 'ready',
        heartbeatTimeout: 65_000,
        connectTimeout: 10_000,
        wake$: NEVER,
        random: () => 0,
        instrumentation: noInstrumentation,
      });

    it('heals when it is cut, and closes its socket after its last subscriber', async () => {
      await serving((_request, response) => {
        const life = server.requests.length;
        startEventStream(response, 'ready', `life ${life}`);
        if (life === 1) setTimeout(() => response.socket?.destroy(), 20);
      });
      const { values$, state$ } = healing();
      expect(await lastValueFrom(values$.pipe(take(4), toArray()))).toEqual(['ready', 'life 1', 'ready', 'life 2']);
      await server.quiet();
      expect(await firstValueFrom(state$)).toEqual({ status: 'idle' });
    });

    it('gives up at once with a wrong password', async () => {
      await serving((_request, response) => void response.writeHead(401).end());
      const { values$, state$ } = healing();
      const error = await errorOf(values$);
      expect(error).toBeInstanceOf(UnauthorizedError);
      expect(await firstValueFrom(state$)).toEqual({ status: 'failed', error });
      await wait(600);
      expect(server.requests).toHaveLength(1);
    });
  });
});
