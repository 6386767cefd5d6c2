import { inspect } from 'node:util';
import { ConnectionError, TimeoutError } from '../../lib/errors.js';
import { neverSent } from '../../lib/transport/failure.js';
import { unanswered, unreachable } from '../../lib/transport/network-error.js';
import { request } from '../../lib/transport/request.js';
import { sse } from '../../lib/transport/sse.js';
import { networkError } from '../support/scripted-fetch.js';
import { FETCHES, server, useHttpServer } from './real-server.js';
import { contextOf, errorOf, forbidUnhandledRejections } from './support.js';

forbidUnhandledRejections();

const target = { method: 'GET', path: '/event', url: 'http://user:s3cret@server.test:4096/event?token=s3cret' };

describe('a server that is not reached', () => {
  it.each([
    ['ECONNREFUSED', 'Nothing listens there: is the server running, and is the port right?'],
    ['ENOTFOUND', 'Is the host name right?'],
    ['EAI_AGAIN', 'Is the host name right, and the network up?'],
    ['ETIMEDOUT', 'Is the address right, and the network up?'],
    ['ECONNRESET', 'It did not answer: is it the server, and is http or https right?'],
  ])('is told with its address, the code, and what to look at: %s', (code, advice) => {
    const error = unreachable(target, networkError(code));
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error.message).toBe(`GET /event: could not reach the server at server.test:4096 (${code}). ${advice}`);
    expect(inspect(error, { depth: 5 })).not.toContain('s3cret');
  });

  it('is told where the error is its own cause', () => {
    const error: Error = new TypeError('odd');
    error.cause = error;
    expect(unreachable(target, error).message).toContain('could not reach the server at server.test:4096. ');
    expect(neverSent(error)).toBe(false);
  });

  it('is told without a code where there is none, as in a page', () => {
    const { message } = unreachable(target, new TypeError('Failed to fetch'));
    expect(message).toBe(
      'GET /event: could not reach the server at server.test:4096. ' +
        'Is the server running there? To a page it must also allow its origin (CORS).',
    );
  });

  it('is told without an address where the URL has none', () => {
    const page = { ...target, url: '/event?token=s3cret' };
    expect(unreachable(page, networkError('ECONNRESET')).message).toMatch(
      /^GET \/event: could not reach the server \(/,
    );
    expect(unanswered(page, 1).message).toBe('GET /event: no answer within 1 ms (connectTimeout)');
  });

  it('stays the error of ours that it is', () => {
    const own = new TimeoutError('mine');
    expect(unreachable(target, own)).toBe(own);
  });
});

describe.each(FETCHES)('with %s', (_name, fetch) => {
  const { serving, events } = useHttpServer(fetch);

  it('a stopped server is told with its address and code, and nothing secret', async () => {
    await serving(() => undefined);
    await server.close();
    const { port } = new URL(server.url);
    const context = contextOf({ baseUrl: server.url, baseQuery: { token: 's3cret' }, fetch });
    const refused = `could not reach the server at 127.0.0.1:${port} (ECONNREFUSED). Nothing listens there`;
    for (const [open, what] of [
      [request(context, { method: 'POST', path: '/session', body: { title: 's3cret' } }), 'POST /session'],
      [sse({ url: `http://user:s3cret@127.0.0.1:${port}/event?token=s3cret`, fetch }), 'GET /event'],
    ] as const) {
      const error = await errorOf(open);
      expect(error.message).toContain(`${what}: ${refused}`);
      expect(inspect(error, { depth: 5 })).not.toContain('s3cret');
    }
  });

  it('a connection that breaks is told with its address', async () => {
    await serving((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: a\n\n', () => setTimeout(() => response.socket?.destroy(), 20));
    });
    const { message } = await errorOf(events());
    expect(message).toContain(`GET /event: the connection to ${new URL(server.url).host} broke before`);
  });
});

it.each(FETCHES)('a name that is unknown is told (%s)', async (_name, fetch) => {
  const { message } = await errorOf(sse({ url: 'http://nowhere.invalid/event', fetch }));
  expect(message).toMatch(
    /could not reach the server at nowhere\.invalid:80 \((?:ENOTFOUND|EAI_AGAIN)\)\. Is the host/,
  );
});
