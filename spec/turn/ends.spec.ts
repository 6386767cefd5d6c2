import { answer, idle, lost, SESSION, told, userMessage } from '../support/scripted-server.js';
import { json } from '../support/scripted-fetch.js';
import { PROMPT, begin, busy, client, options, serve, server, settle, useServer, watch } from './stage.js';

useServer();

describe('the end of a turn', () => {
  it('is none of the events that only call themselves so', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    begin();
    server.say({ type: 'turn.settled', properties: { sessionID: SESSION, status: 'completed' } });
    server.say({ type: 'turn.fetched', properties: { sessionID: SESSION, messages: 'none' } });
    await settle();
    expect([seen.completed, seen.error]).toStrictEqual([false, undefined]);
    seen.leave();
  });

  it('is not an idle: an unfinished answer on an idle session is looked at again before it is given up', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    const begun = answer(PROMPT, '', { time: { created: 2 } });
    server.messages = [userMessage(PROMPT), { ...begun, parts: [] }];
    server.say(...server.messages.flatMap(told), idle);
    await settle(700);
    expect(seen.completed).toBe(false);
    serve();
    await settle(200);
    expect(seen.replies.at(-1)).toMatchObject({ status: 'completed', fullText: 'Hello' });
  });

  it('is interrupted when nobody will finish the answer', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.messages = [userMessage(PROMPT), { ...answer(PROMPT, '', { time: { created: 2 } }), parts: [] }];
    server.say(...server.messages.flatMap(told), idle);
    await settle(900);
    expect(seen.replies.at(-1)?.status).toBe('interrupted');
    expect(seen.completed).toBe(true);
  });

  it('is found by a look where the messages cannot be listed any more: what was streamed stands', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.override = ({ url }) =>
      url.pathname.endsWith('/message')
        ? json({ name: 'BadRequest', data: { message: 'no' } }, { status: 400 })
        : undefined;
    const error = { name: 'StructuredOutputError', data: { message: 'no' } };
    server.say(...[userMessage(PROMPT), answer(PROMPT, 'Hel', { error })].flatMap(told), idle);
    await settle();
    expect(seen.replies.at(-1)).toMatchObject({ status: 'failed', error, fullText: 'Hel' });
    expect(seen.completed).toBe(true);
  });

  it('comes though every look fails, once the session was heard to rest', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.override = ({ url }) => (url.pathname.endsWith('/status') ? json('down', { status: 503 }) : undefined);
    server.say(...[userMessage(PROMPT), answer(PROMPT, 'Hello')].flatMap(told), idle);
    await settle(3500);
    expect(seen.replies.at(-1)).toMatchObject({ status: 'completed', fullText: 'Hello' });
  });

  it('happened in a gap: the look after the reconnect finds it', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.say(...told(userMessage(PROMPT)), busy);
    await settle();
    server.messages = [userMessage(PROMPT), answer(PROMPT, 'Hello')];
    server.cut();
    await settle(600);
    expect(seen.replies.at(-1)).toMatchObject({ status: 'completed', fullText: 'Hello' });
  });

  it('happened while the server was away: no look waits for one that was sent meanwhile and hangs', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.override = ({ url }) => (url.pathname.endsWith('/message') ? json({}, { status: 503 }) : undefined);
    server.say(...told(userMessage(PROMPT)), busy, idle);
    await settle();
    const never = new Promise<Response>(() => undefined);
    server.override = ({ url }) => (url.pathname === '/event' ? lost() : never);
    server.cut();
    await settle(1500);
    const before = server.callsOf('GET /session/status').length;
    server.override = () => undefined;
    server.messages = [userMessage(PROMPT), answer(PROMPT, 'Hello')];
    await settle(3000);
    expect(seen.replies.at(-1)).toMatchObject({ status: 'completed', fullText: 'Hello' });
    expect(server.callsOf('GET /session/status')).toHaveLength(before + 1);
  });

  it('is found without any event after a long silence', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.say(...told(userMessage(PROMPT)), ...told({ ...answer(PROMPT, '', { time: { created: 2 } }), parts: [] }));
    server.statuses = { [SESSION]: { type: 'busy' } };
    await settle(29_000);
    server.statuses = {};
    server.messages = [userMessage(PROMPT), answer(PROMPT, 'Hello')];
    await settle(2000);
    expect(seen.completed).toBe(true);
  });

  it('is not looked for by silence where all was looked at a moment ago', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    begin();
    await settle(20_000);
    server.cut();
    await settle(1000);
    const looks = () => server.callsOf('GET /session/status').length;
    const afterCut = looks();
    await settle(28_000);
    expect(looks()).toBe(afterCut);
    server.statuses = {};
    server.messages = [userMessage(PROMPT), answer(PROMPT, 'Hello')];
    await settle(2000);
    expect(looks()).toBeGreaterThan(afterCut);
    expect(seen.replies.at(-1)).toMatchObject({ status: 'completed', fullText: 'Hello' });
  });
});
