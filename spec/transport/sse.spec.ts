import { fetch as crossFetch } from 'cross-fetch';
import { lastValueFrom, take, toArray } from 'rxjs';
import { sse } from '../../lib/transport/sse.js';
import { httpServer, startEventStream } from '../support/http-server.js';

for (const fetch of [crossFetch, globalThis.fetch]) {
  it('smoke', async () => {
    const server = await httpServer((_q, r) => startEventStream(r, 'a', 'b', 'c'));
    const got = await lastValueFrom(sse({ url: server.url, fetch }).pipe(take(2), toArray()));
    expect(got.map(m => m.data)).toEqual(['a', 'b']);
    await server.quiet();
    await server.close();
  });
}
