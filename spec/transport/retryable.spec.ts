import * as errors from '../../lib/errors.js';
import { neverSent } from '../../lib/transport/failure.js';
import { isRetryable } from '../../lib/transport/retryable.js';

describe('isRetryable', () => {
  it.each([
    new errors.ConnectionError('cut'),
    new errors.TimeoutError('silent'),
    new errors.ServerError('failed', { response: { status: 503 } }),
    new errors.BadRequestError('slow down', { response: { status: 429 } }),
  ])('tries again: %s', error => {
    expect(isRetryable(error)).toBe(true);
  });

  it.each([
    new errors.UnauthorizedError('who?', { response: { status: 401 } }),
    new errors.NotFoundError('where?', { response: { status: 404 } }),
    new errors.BadRequestError('what?', { response: { status: 400 } }),
    new errors.ProtocolError('HTML'),
    new Error('of a header function'),
    'a string',
    undefined,
  ])('is final: %s', error => {
    expect(isRetryable(error)).toBe(false);
  });
});

describe('neverSent', () => {
  const withCode = (code: unknown): Error => Object.assign(new Error('net'), { code });
  const wrapped = (cause: unknown): Error =>
    new errors.ConnectionError('x', { cause: new TypeError('fetch failed', { cause }) });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])('knows %s at any depth', code => {
    expect(neverSent(withCode(code))).toBe(true);
    expect(neverSent(wrapped(withCode(code)))).toBe(true);
  });

  it('says "may have arrived" of everything else', () => {
    for (const error of [wrapped(withCode('ECONNRESET')), wrapped(undefined), withCode(7), 'ECONNREFUSED', null]) {
      expect(neverSent(error)).toBe(false);
    }
  });
});
