import { fetch as crossFetch } from 'cross-fetch';
import type { RequestListener } from 'node:http';
import { map } from 'rxjs';
import { ConnectionError, TimeoutError } from '../../lib/errors.js';
import { neverSent } from '../../lib/transport/failure.js';
import { FETCHES, server, useHttpServer } from './real-server.js';
import { errorOf, forbidUnhandledRejections } from './support.js';

forbidUnhandledRejections();

describe.each(FETCHES)('with %s', (_name, fetch) => {
  const { serving, events, ask } = useHttpServer(fetch);

  describe('a connection that breaks', () => {
    const cutting =
      (headers: Record<string, string>): RequestListener =>
      (_request, response) => {
        response.writeHead(200, headers);
        response.write('data: a\n\ndata: b', () => setTimeout(() => response.socket?.destroy(), 20));
      };

    it('mid-stream is a ConnectionError, after the events that came', async () => {
      await serving(cutting({ 'content-type': 'text/event-stream' }));
      const heard: string[] = [];
      const error = await errorOf(events().pipe(map(data => heard.push(data))));
      expect(error).toBeInstanceOf(ConnectionError);
      expect(neverSent(error)).toBe(false);
      expect(heard).toEqual(['a']);
    });

    it('in a chunked answer is a ConnectionError', async () => {
      await serving(cutting({}));
      expect(await errorOf(ask())).toBeInstanceOf(ConnectionError);
    });

    it('in an answer of known length ends at the latest with the timeout (node-fetch never notices)', async () => {
      await serving(cutting({ 'content-length': '1000' }));
      const error = await errorOf(ask({}, 200));
      expect(fetch === crossFetch ? TimeoutError : ConnectionError).toBe(error.constructor);
    });

    it('before the answer is a ConnectionError that may have arrived', async () => {
      await serving(call => call.socket.destroy());
      for (const open of [ask({ method: 'POST', body: 1 }), events()]) {
        const error = await errorOf(open);
        expect(error).toBeInstanceOf(ConnectionError);
        expect(neverSent(error)).toBe(false);
      }
    });

    it('because nobody is there is one that certainly was not sent', async () => {
      await serving(() => undefined);
      await server.close();
      for (const open of [ask({ method: 'POST', body: 1 }), events()]) {
        const error = await errorOf(open);
        expect(error).toBeInstanceOf(ConnectionError);
        expect(neverSent(error)).toBe(true);
      }
    });
  });
});
