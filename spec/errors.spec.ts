import * as errors from '../lib/errors.js';

const parents: Readonly<Record<string, string>> = {
  OpencodeError: 'Error',
  ConnectionError: 'OpencodeError',
  TimeoutError: 'OpencodeError',
  StaleSessionError: 'OpencodeError',
  IdleStreamError: 'OpencodeError',
  PromptRejectedError: 'OpencodeError',
  ServerError: 'OpencodeError',
  ProtocolError: 'ServerError',
  BadRequestError: 'OpencodeError',
  UnauthorizedError: 'BadRequestError',
  NotFoundError: 'BadRequestError',
  SessionNotFoundError: 'NotFoundError',
  PromptNotFoundError: 'NotFoundError',
};

describe('the errors', () => {
  it('are these, each below its parent', () => {
    const found = Object.values(errors).map(type => [
      type.name,
      (Object.getPrototypeOf(type) as { name: string }).name,
    ]);
    expect(Object.fromEntries(found)).toEqual(parents);
  });

  it.each(Object.values(errors))('%p keeps its name where classes are renamed, its response and its cause', type => {
    const cause = new Error('below');
    const response = { status: 500, body: 'x' };
    const error = new type('words', { response, cause });
    expect(error).toMatchObject({ message: 'words', name: type.name, response, cause });
    expect(Object.hasOwn(error, 'name')).toBe(true);
    expect('cause' in new type('words')).toBe(false);
  });
});
