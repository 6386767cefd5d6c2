import { answer, idle, SESSION, told, userMessage } from '../support/scripted-server.js';
import { PROMPT, client, options, serve, server, settle, useServer, watch } from './stage.js';

useServer();

describe('a turn', () => {
  it('shows a waiting snapshot at once, posts after server.connected, and completes with what the server stored', async () => {
    const seen = watch(client.stream(SESSION, 'Hi'));
    expect(seen.replies.map(({ status }) => status)).toEqual(['waiting']);
    expect(server.callsOf('prompt_async')).toHaveLength(0);
    await settle();
    expect(server.calls.map(({ method, url }) => `${method} ${url.pathname}`)).toEqual([
      'GET /event',
      `POST /session/${SESSION}/prompt_async`,
    ]);
    const { messageID } = server.calls[1]?.body as { messageID: string };
    server.messages = [userMessage(messageID), answer(messageID, 'Hello')];
    server.say(...server.messages.flatMap(told));
    await settle();
    expect(seen.completed).toBe(true);
    expect(seen.replies.at(-1)).toMatchObject({ status: 'completed', fullText: 'Hello' });
  });

  it('posts once in its life: second subscribers, siblings and those who come back share it', async () => {
    const stream = client.stream(SESSION, 'Hi');
    const [first, second] = [watch(stream), watch(stream)];
    stream.todos$.subscribe().unsubscribe();
    await settle();
    first.leave();
    second.leave();
    expect(server.listeners).toBe(0);
    const third = watch(stream);
    await settle();
    const { messageID } = stream;
    server.messages = [userMessage(messageID ?? ''), answer(messageID ?? '', 'Hello')];
    server.say(idle);
    await settle();
    expect(third.replies.at(-1)?.fullText).toBe('Hello');
    expect(third.completed).toBe(true);
    expect(server.callsOf('prompt_async')).toHaveLength(1);
  });

  it('gives the last snapshot and the end to whoever comes after it, without a request', async () => {
    const stream = client.stream(SESSION, 'Hi', { ...options });
    const seen = watch(stream);
    await settle();
    serve();
    await settle();
    const requests = server.calls.length;
    const late = watch(stream);
    expect(late.completed).toBe(true);
    expect(late.replies).toEqual([seen.replies.at(-1)]);
    expect(late.replies[0]).toBe(seen.replies.at(-1));
    expect(server.calls).toHaveLength(requests);
  });

  it('completes a prompt without reply on acceptance', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', { noReply: true }));
    await settle();
    expect(seen.completed).toBe(true);
    expect(seen.replies.at(-1)?.status).toBe('completed');
  });

  it('follows the message that another process posted instead of posting it again', async () => {
    server.messages = [userMessage(PROMPT), answer(PROMPT, 'Hello')];
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    expect(server.callsOf('prompt_async')).toHaveLength(0);
    expect(seen.replies.at(-1)?.fullText).toBe('Hello');
    expect(seen.completed).toBe(true);
  });
});
