import { DrizzleQueryError } from 'drizzle-orm';
import { isPassing, NotStoppedError, wordsOf } from '../../examples/conversation-recipe/job/failure.js';
import {
  BadRequestError,
  ConnectionError,
  ProtocolError,
  ServerError,
  TimeoutError,
  UnauthorizedError,
  type Reply,
} from '../../lib/index.js';

describe('what is stored of an error', () => {
  it.each([
    [
      'an error of ours',
      new ConnectionError('GET /session: ECONNREFUSED'),
      'ConnectionError: GET /session: ECONNREFUSED',
    ],
    ['the server’s own', { name: 'APIError', data: { message: 'no credit' } }, 'APIError: no credit'],
    ['one without words', { name: 'MessageOutputLengthError', data: {} }, 'MessageOutputLengthError'],
    ['nothing', undefined, 'Error'],
    ['no error at all', 'thrown', 'Error'],
    ['several lines', new Error('one\n  two'), 'Error: one two'],
  ])('has its name and words: %s', (_, error, words) => {
    expect(wordsOf(error)).toBe(words);
  });

  it('is cut', () => {
    expect(wordsOf(new Error('x'.repeat(5000)))).toHaveLength(500);
  });

  it('never has what was to be stored', () => {
    const error = new DrizzleQueryError('update messages set content = $1', ['my diary'], new Error('value too long'));
    expect(wordsOf(error)).toBe('database: Error: value too long');
  });

  it.each([
    [
      'Incorrect API key provided: sk-proj-abcDEF1234567890abcd. See the docs',
      'Incorrect API key provided: ***. See the docs',
    ],
    ['connect postgres://ada:hunter22@db.example/app failed', 'connect postgres://***@db.example/app failed'],
    ['sent authorization: Bearer abc.def-ghi_123', 'sent authorization: ***'],
    ['{"api_key":"abcd1234efgh"} refused', '{"api_key":"***"} refused'],
    ['password=hunter22 is wrong', 'password=*** is wrong'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln expired', '*** expired'],
  ])('has no secret: %s', (message, words) => {
    expect(wordsOf(new Error(message))).toBe(`Error: ${words}`);
  });

  it.each([
    'the session ses_dfff04710ffeBNAI9lGD8z0cZ9 was not found',
    'POST /session/ses_1/prompt_async: 400: the model keyword/basic tokens is unknown',
  ])('keeps what is none: %s', message => {
    expect(wordsOf(new Error(message))).toBe(`Error: ${message}`);
  });
});

describe('a job is tried again later', () => {
  const heard = {} as Reply;

  it.each([
    [true, new ConnectionError('away'), heard],
    [true, new ServerError('500'), undefined],
    [true, new UnauthorizedError('401'), undefined],
    [true, new TimeoutError('timeout'), undefined],
    [true, new NotStoppedError(), heard],
    [false, new TimeoutError('streamTimeout'), heard],
    [false, new ProtocolError('HTML'), undefined],
    [false, new BadRequestError('400'), undefined],
    [false, new Error('a bug'), undefined],
    [false, undefined, heard],
  ])('%s: %s', (isSo, error, reply) => {
    expect(isPassing(error, reply)).toBe(isSo);
  });
});
