import { BadRequestError, ConnectionError } from '../../lib/errors.js';
import { answer, idle, lost, SESSION, told, userMessage } from '../support/scripted-server.js';
import { json, networkError } from '../support/scripted-fetch.js';
import { PROMPT, client, options, serve, server, settle, useServer, watch } from './stage.js';

useServer();

describe('a post whose answer was lost', () => {
  beforeEach(() => {
    server.override = ({ url }) => (url.pathname.endsWith('prompt_async') ? lost() : undefined);
  });

  it('is looked for, found and followed', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle(250);
    serve();
    await settle(1000);
    expect(seen.completed).toBe(true);
    expect(seen.replies.at(-1)?.fullText).toBe('Hello');
    expect(server.callsOf('prompt_async')).toHaveLength(1);
  });

  it('is found though the server cannot show it', async () => {
    server.override = ({ method, url }) => {
      if (url.pathname.endsWith('prompt_async')) return lost();
      const unreadable = method === 'GET' && url.pathname.includes('/message/');
      return unreadable ? json({ name: 'BadRequest', data: { message: 'Expected' } }, { status: 400 }) : undefined;
    };
    const stream = client.stream(SESSION, 'Hi');
    const id = stream.messageID ?? '';
    server.messages = [userMessage(id), answer(id, 'Hello')];
    const seen = watch(stream);
    await settle(100);
    expect(seen.replies.at(-1)).toMatchObject({ status: 'completed', fullText: 'Hello' });
    expect(server.callsOf('prompt_async')).toHaveLength(1);
  });

  it('is never repeated: not found within 5 s it errors, and a retry only looks again', async () => {
    const stream = client.stream(SESSION, 'Hi', options);
    const seen = watch(stream);
    await settle(4900);
    expect(seen.error).toBeUndefined();
    await settle(200);
    expect(seen.error).toBeInstanceOf(ConnectionError);
    const again = watch(stream);
    serve();
    await settle(1000);
    expect(again.replies.at(-1)?.fullText).toBe('Hello');
    expect(server.callsOf('prompt_async')).toHaveLength(1);
  });

  it('is looked for as long as there is no connection, and then anew', async () => {
    server.override = ({ method, url }) =>
      url.pathname === '/event' || (method === 'GET' && server.callsOf('prompt_async').length === 0)
        ? undefined
        : lost();
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle(400);
    expect(server.callsOf('prompt_async')).toHaveLength(1);
    server.override = () => lost();
    server.cut();
    await settle(30_000);
    expect(seen.error).toBeUndefined();
    server.override = () => undefined;
    serve();
    await settle(40_000);
    expect(seen.completed).toBe(true);
    expect(server.callsOf('prompt_async')).toHaveLength(1);
  });

  it('may be sent again when it was certainly not sent', async () => {
    let refused = 0;
    server.override = ({ url }) => {
      if (!url.pathname.endsWith('prompt_async') || refused > 0) return undefined;
      refused += 1;
      return Promise.reject(networkError('ECONNREFUSED'));
    };
    const stream = client.stream(SESSION, 'Hi', options);
    const seen = watch(stream);
    await settle();
    expect(seen.error).toBeInstanceOf(ConnectionError);
    const again = watch(stream);
    await settle();
    serve();
    await settle();
    expect(again.completed).toBe(true);
    expect(server.callsOf('prompt_async')).toHaveLength(2);
  });

  it('may be sent again when the server was asked too much', async () => {
    const limited = () => json({}, { status: 429 });
    server.override = ({ url }) => (url.pathname.endsWith('prompt_async') ? limited() : undefined);
    const stream = client.stream(SESSION, 'Hi', { messageID: undefined });
    const first = watch(stream);
    await settle();
    expect(first.error).toBeInstanceOf(BadRequestError);
    server.override = () => undefined;
    const second = watch(stream);
    await settle();
    expect(server.callsOf('prompt_async')).toHaveLength(2);
    second.leave();
  });

  it('is unknown to whoever left while it was under way: coming back looks for it', async () => {
    server.override = ({ url }) => (url.pathname.endsWith('prompt_async') ? new Promise(() => undefined) : undefined);
    const stream = client.stream(SESSION, 'Hi', options);
    const seen = watch(stream);
    await settle();
    seen.leave();
    const early = watch(stream);
    await settle(6000);
    expect(early.error).toBeInstanceOf(ConnectionError);
    serve();
    const again = watch(stream);
    await settle(100);
    expect(again.replies.at(-1)?.fullText).toBe('Hello');
    expect(server.callsOf('prompt_async')).toHaveLength(1);
  });
});

describe('a prompt with an id that may have been sent before', () => {
  it('is looked for first, for as long as a busy server needs to answer, and then sent', async () => {
    server.override = ({ url }) =>
      url.pathname.endsWith(PROMPT)
        ? new Promise(late => setTimeout(() => late(json({ name: 'NotFoundError' }, { status: 404 })), 10_000))
        : undefined;
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle(9_999);
    expect(server.callsOf('prompt_async')).toHaveLength(0);
    await settle(1);
    expect(server.callsOf('prompt_async')).toHaveLength(1);
    serve();
    await settle();
    expect(seen.replies.at(-1)).toMatchObject({ status: 'completed', fullText: 'Hello' });
    expect(seen.error).toBeUndefined();
  });
});

describe('a post whose answer comes late', () => {
  beforeEach(() => {
    server.override = ({ url }) =>
      url.pathname.endsWith('prompt_async')
        ? new Promise(late => setTimeout(() => late(new Response(null, { status: 204 })), 5_000))
        : undefined;
  });

  it('does not keep the turn from ending: what the server says of it shows that it arrived', async () => {
    const stream = client.stream(SESSION, 'Hi');
    const seen = watch(stream);
    await settle();
    const messageID = stream.messageID ?? '';
    server.messages = [userMessage(messageID), answer(messageID, 'Hello')];
    server.say(...server.messages.flatMap(told), idle);
    await settle();
    expect(seen.completed).toBe(true);
    expect(seen.replies.at(-1)?.fullText).toBe('Hello');
    await settle(5_000);
  });

  it('is followed by a look where the connection was lost meanwhile', async () => {
    const stream = client.stream(SESSION, 'Hi');
    const seen = watch(stream);
    await settle();
    server.cut();
    const messageID = stream.messageID ?? '';
    server.messages = [userMessage(messageID), answer(messageID, 'Hello')];
    await settle(1_000);
    expect(server.callsOf('/message')).toHaveLength(0);
    await settle(6_000);
    expect(seen.completed).toBe(true);
    expect(seen.replies.at(-1)?.fullText).toBe('Hello');
  });
});
