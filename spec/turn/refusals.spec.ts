import { BadRequestError, PromptRejectedError, SessionNotFoundError } from '../../lib/errors.js';
import { idle, SESSION, userMessage } from '../support/scripted-server.js';
import { json } from '../support/scripted-fetch.js';
import { PROMPT, begun, client, failing, options, serve, server, settle, useServer, watch } from './stage.js';

useServer();

describe('a prompt that never ran', () => {
  it('errors with the first words of the server', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.messages = [userMessage(PROMPT)];
    server.say(failing('no such model'), failing('a stack trace'), idle);
    await settle(1100);
    expect(seen.error).toBeInstanceOf(PromptRejectedError);
    expect(String(seen.error)).toContain('no such model');
  });

  it('errors though no message was ever stored', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.say(failing('no such agent'));
    await settle(1100);
    expect(String(seen.error)).toContain('no such agent');
  });

  it('is not taken for one that a cold server stores only after seconds', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle(9000);
    serve();
    await settle();
    expect(seen.error).toBeUndefined();
    expect(seen.replies.at(-1)).toMatchObject({ status: 'completed', fullText: 'Hello' });
  });

  it('keeps its error for whoever comes later', async () => {
    server.override = ({ url }) =>
      url.pathname.endsWith('prompt_async')
        ? json({ name: 'BadRequest', data: { message: 'no parts' } }, { status: 400 })
        : undefined;
    const stream = client.stream(SESSION, 'Hi', options);
    const seen = watch(stream);
    await settle();
    expect(seen.error).toBeInstanceOf(BadRequestError);
    expect(watch(stream).error).toBe(seen.error);
    expect(server.callsOf('prompt_async')).toHaveLength(1);
  });

  it('errors when the session was deleted', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.say({ type: 'session.deleted', properties: { sessionID: SESSION, info: { id: SESSION } } });
    expect(seen.error).toBeUndefined();
    await settle();
    expect(seen.error).toBeInstanceOf(SessionNotFoundError);
  });
});

describe('a session that is not there', () => {
  beforeEach(() => (server.sessions = {}));

  it('errors as such where the server takes prompts for it all the same', async () => {
    const stream = client.stream(SESSION, 'Hi', options);
    const seen = watch(stream);
    await settle(2500);
    expect(seen.error).toBeInstanceOf(SessionNotFoundError);
    expect(watch(stream).error).toBe(seen.error);
  });

  it('errors as such where the server has an empty list of its messages', async () => {
    const seen = watch(client.attach(SESSION));
    await settle();
    expect(seen.error).toBeInstanceOf(SessionNotFoundError);
  });
});

describe('a session of another directory', () => {
  it('is named instead of being taken for interrupted', async () => {
    server.sessions = { [SESSION]: { id: SESSION, directory: '/other' } as never };
    server.override = ({ url }) =>
      url.pathname === '/session/status' && url.searchParams.get('directory') === '/other'
        ? json({ [SESSION]: { type: 'busy' } })
        : undefined;
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.messages = [userMessage(PROMPT), { ...begun, parts: [] }];
    await settle(3500);
    expect(String(seen.error)).toContain("directory: '/other'");
  });

  it('is named within seconds of its beginning, also where that stores the prompt late', async () => {
    let busy = false;
    server.sessions = { [SESSION]: { id: SESSION, directory: '/other' } as never };
    server.override = ({ url }) =>
      url.pathname === '/session/status' && url.searchParams.get('directory') === '/other' && busy
        ? json({ [SESSION]: { type: 'busy' } })
        : undefined;
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle(2500);
    server.messages = [userMessage(PROMPT), { ...begun, parts: [] }];
    busy = true;
    await settle(4000);
    expect(String(seen.error)).toContain("directory: '/other'");
  });
});
