import { responseError } from '../../lib/wire/index.js';

const failed = (status: number, body?: unknown, path = '/session/ses_1'): Error =>
  responseError({ method: 'GET', path, status, body });

const PASSWORD = 'Is the password right? See the options username and password, or headers.';
const ADDRESS = 'Is it an OpenCode server, and is baseUrl right?';

describe('responseError', () => {
  it.each([
    [400, { name: 'BadRequest', data: { message: 'Bad id', kind: 'Params' } }, 'BadRequestError', 'Bad id (400)'],
    [400, { _tag: 'InvalidRequestError', message: 'Bad', kind: 'Body' }, 'BadRequestError', 'Bad (400)'],
    [400, { _tag: 'BadRequest' }, 'BadRequestError', 'BadRequest (400)'],
    [401, undefined, 'UnauthorizedError', `HTTP status 401. ${PASSWORD}`],
    [401, { _tag: 'Unauthorized' }, 'UnauthorizedError', `Unauthorized (401). ${PASSWORD}`],
    [403, '', 'UnauthorizedError', 'HTTP status 403'],
    [
      404,
      { name: 'NotFoundError', data: { message: 'Session not found: ses_1' } },
      'SessionNotFoundError',
      'Session not found: ses_1 (404)',
    ],
    [
      404,
      { name: 'NotFoundError', data: { message: 'Resource not found: /x/storage/session/global/ses_1' } },
      'SessionNotFoundError',
      'Resource not found: /x/storage/session/global/ses_1 (404)',
    ],
    [
      404,
      { name: 'NotFoundError', data: { message: 'Resource not found: /x/storage/message/ses_1/msg_1' } },
      'NotFoundError',
      'Resource not found: /x/storage/message/ses_1/msg_1 (404)',
    ],
    [
      404,
      { name: 'NotFoundError', data: { message: 'Message not found: msg_1' } },
      'NotFoundError',
      'Message not found: msg_1 (404)',
    ],
    [
      404,
      { _tag: 'QuestionNotFoundError', message: 'Question request not found: que_1' },
      'PromptNotFoundError',
      'Question request not found: que_1 (404)',
    ],
    [404, { _tag: 'PermissionNotFoundError', message: 'gone' }, 'PromptNotFoundError', 'gone (404)'],
    [404, undefined, 'NotFoundError', 'HTTP status 404'],
    [404, '404 page not found\n', 'NotFoundError', `404 page not found (404). ${ADDRESS}`],
    [405, '<h1>Not allowed</h1>', 'BadRequestError', `HTTP status 405. ${ADDRESS}`],
    [501, '<h1>Unsupported method</h1>', 'ServerError', `HTTP status 501. ${ADDRESS}`],
    [409, { _tag: 'SessionBusyError', message: 'busy' }, 'BadRequestError', 'busy (409)'],
    [429, 'slow\n  down', 'BadRequestError', 'slow down (429)'],
    [500, { name: 'UnknownError', data: { message: 'boom', ref: 'r1' } }, 'ServerError', 'boom (500)'],
    [502, '<html><h1>Bad Gateway</h1></html>', 'ServerError', 'HTTP status 502'],
    [304, undefined, 'ProtocolError', 'HTTP status 304'],
  ])('%s %j is %s: %s', (status, body, name, words) => {
    const error = failed(status, body);
    expect(error.name).toBe(name);
    expect(error.message).toBe(`GET /session/ses_1: ${words}`);
  });

  it('carries status and body, long text cut', () => {
    const body = { name: 'NotFoundError', data: { message: 'x' } };
    const failed = { method: 'GET', path: '/', status: 404, body };
    expect(responseError(failed).response).toEqual({ status: 404, body });
    expect(responseError({ ...failed, retryAfter: 1 }).response).toEqual({ status: 404, body, retryAfter: 1 });
    const long = responseError({ method: 'GET', path: '/', status: 500, body: 'x'.repeat(5000) });
    expect(long.response?.body).toHaveLength(2000);
    expect(long.message.length).toBeLessThan(400);
  });

  it('never shows a query', () => {
    expect(failed(500, undefined, '/event?auth_token=secret').message).toBe('GET /event: HTTP status 500');
  });

  it.each([null, 5, [], { data: null }, { data: { message: 7 } }])('stands the body %j', body => {
    expect(failed(500, body).message).toBe('GET /session/ses_1: HTTP status 500');
  });
});
