import { inspect } from 'node:util';
import { of, throwError } from 'rxjs';
import { ConnectionError } from '../../lib/errors.js';
import { neverSent } from '../../lib/transport/failure.js';
import type { HttpRequest } from '../../lib/transport/http.js';
import { request } from '../../lib/transport/request.js';
import { eventStream, json, networkError } from '../support/scripted-fetch.js';
import { contextOf, errorOf, forbidUnhandledRejections } from './support.js';
import { answering } from './answering.js';

forbidUnhandledRejections();

const get: HttpRequest = { method: 'GET', path: '/session' };

describe('what goes wrong', () => {
  it('on the network is a ConnectionError with its cause, and tells whether it may have arrived', async () => {
    for (const [code, never] of [
      ['ECONNREFUSED', true],
      ['ECONNRESET', false],
    ] as const) {
      const cause = networkError(code);
      const error = await errorOf(answering(() => Promise.reject(cause)).send());
      expect(error).toBeInstanceOf(ConnectionError);
      expect(error).toMatchObject({ cause: { code } });
      expect(neverSent(error)).toBe(never);
    }
  });

  it('in the body is a ConnectionError as well', async () => {
    const stream = eventStream();
    const error = errorOf(answering(() => stream.response).send());
    stream.send('{"half":');
    setTimeout(() => stream.cut());
    expect(await error).toBeInstanceOf(ConnectionError);
    expect((await error).message).toBe(
      'GET /session: the connection to server.test:80 broke before the answer was complete',
    );
  });

  it('in fetch itself, thrown at once, is one too', async () => {
    const fetch = (): never => {
      throw new TypeError('bad URL');
    };
    expect(await errorOf(request(contextOf({ fetch }), get))).toBeInstanceOf(ConnectionError);
  });

  it('in the header function is the cause of a ConnectionError, and nothing is sent', async () => {
    const own = new Error('no token');
    const thrower = (): never => {
      throw own;
    };
    for (const headers of [() => throwError(() => own), thrower]) {
      const { send, calls } = answering(() => json(1), { headers });
      const error = await errorOf(send());
      expect(error).toBeInstanceOf(ConnectionError);
      expect(error.cause).toBe(own);
      expect(neverSent(error)).toBe(true);
      expect(calls).toHaveLength(0);
    }
  });
});

describe('secrets', () => {
  it('of the query are not in the error, nor in its cause', async () => {
    const words = 'request to http://server.test/session?token=s3cret failed';
    const cause = Object.assign(new Error(words), { code: 'ECONNRESET' });
    const error = await errorOf(answering(() => Promise.reject(cause)).send());
    expect(error).toMatchObject({ cause: { code: 'ECONNRESET' } });
    expect(inspect(error, { depth: 5 })).not.toContain('s3cret');
  });

  it('in a header that is not legal are not told: the header is', async () => {
    const { send, calls } = answering(() => json(1), { headers: () => of({ authorization: 'Basic s3cret\n' }) });
    const error = await errorOf(send());
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain('authorization');
    expect(inspect(error)).not.toContain('s3cret');
    expect(calls).toHaveLength(0);
  });
});
