import { fetch as crossFetch } from 'cross-fetch';
import { lastValueFrom, of } from 'rxjs';
import { request } from '../../lib/transport/request.js';
import { neverSent, statusError } from '../../lib/transport/failure.js';
import { noInstrumentation } from '../../lib/instrumentation.js';
import { httpServer, readBody } from '../support/http-server.js';

for (const fetch of [crossFetch, globalThis.fetch]) {
  it('smoke', async () => {
    const server = await httpServer(async (q, r) => {
      if (q.url?.startsWith('/bad')) return void r.writeHead(404).end('{"name":"x"}');
      r.end(JSON.stringify({ url: q.url, method: q.method, body: await readBody(q), h: q.headers }));
    });
    const c = {
      baseUrl: server.url,
      baseQuery: { directory: '/a b' },
      fetch,
      headers: () => of({ Authorization: 'x' }),
      timeout: 1000,
      instrumentation: noInstrumentation,
      toError: statusError,
    };
    const a = await lastValueFrom(request(c, { method: 'POST', path: '/x', body: { a: 1 }, query: { limit: 2 } }));
    expect(a.body).toMatchObject({ url: '/x?directory=%2Fa+b&limit=2', method: 'POST', body: '{"a":1}' });
    await expect(lastValueFrom(request(c, { method: 'GET', path: '/bad' }))).rejects.toMatchObject({
      name: 'NotFoundError',
      response: { body: { name: 'x' } },
    });
    await server.close();
    const gone = await httpServer(() => undefined);
    await gone.close();
    const e = await lastValueFrom(request({ ...c, baseUrl: gone.url }, { method: 'GET', path: '/bad' })).catch(x => x);
    expect(e).toMatchObject({ name: 'ConnectionError' });
    expect(neverSent(e)).toBe(true);
  });
}
