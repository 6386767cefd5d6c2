import http from 'node:http';
import { defaultFetch as browserFetch } from '../../lib/transport/fetch-browser.js';
import { defaultFetch as nodeFetch } from '../../lib/transport/fetch-node.js';

describe('the default fetch', () => {
  it('of a browser is the page’s own at the time of the call', async () => {
    const saved = globalThis.fetch;
    const answer = new Response('from an interceptor');
    globalThis.fetch = () => Promise.resolve(answer);
    try {
      expect(await browserFetch('http://server.test')).toBe(answer);
    } finally {
      globalThis.fetch = saved;
    }
  });

  it('elsewhere goes through node:http at the time of the call, where interceptors sit', async () => {
    const spy = jest.spyOn(http, 'request').mockImplementation(() => {
      throw new Error('intercepted');
    });
    await expect(nodeFetch('http://server.test')).rejects.toThrow('intercepted');
    spy.mockRestore();
  });
});
