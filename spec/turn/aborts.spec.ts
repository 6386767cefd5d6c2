import { answer, compactionMessage, idle, SESSION, synthetic, told, userMessage } from '../support/scripted-server.js';
import { json } from '../support/scripted-fetch.js';
import { PROMPT, begin, busy, client, failing, options, server, settle, useServer, watch } from './stage.js';

useServer();

describe('a turn that follows an aborted one', () => {
  const aborted = failing('Aborted', 'MessageAbortedError');

  it('is not blamed for it: the words of its own error are what is told', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.messages = [userMessage(PROMPT)];
    server.say(aborted, idle, failing('no such model'), idle);
    await settle(1100);
    expect(String(seen.error)).toContain('no such model');
  });

  it('is interrupted, not aborted, when the server dies under it', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.say(aborted, idle);
    begin();
    server.statuses = {};
    server.say(idle);
    await settle(900);
    expect(seen.replies.at(-1)?.status).toBe('interrupted');
  });

  it('is not blamed for the error that ended the one before', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.say(failing('the one before'), idle);
    server.messages = [userMessage(PROMPT)];
    server.say(...told(userMessage(PROMPT)), busy, failing('no such model'), idle);
    await settle(1100);
    expect(String(seen.error)).toContain('no such model');
  });

  it('is not ended by its idle when looks fail', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.say(aborted, idle);
    begin();
    server.say(busy);
    server.override = ({ url }) => (url.pathname.endsWith('/status') ? json('down', { status: 502 }) : undefined);
    await settle(9000);
    expect(seen.completed).toBe(false);
    seen.leave();
  });
});

describe('a turn that is aborted while its conversation is compacted', () => {
  it('is aborted, though the server speaks of the prompt once more', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    server.statuses = { [SESSION]: { type: 'busy' } };
    const stepOf = answer(PROMPT, 'x', { finish: 'tool-calls' });
    const summary = answer('msg_c', 'So far.', { time: { created: 4, completed: 5 } });
    server.messages = [userMessage(PROMPT), stepOf, compactionMessage('msg_c', 4), summary, synthetic('msg_v', 5)];
    server.say(...server.messages.flatMap(told));
    await settle();
    server.statuses = {};
    server.say(failing('Aborted', 'MessageAbortedError'), told(userMessage(PROMPT))[0]!, idle);
    await settle(1000);
    expect(seen.replies.at(-1)?.status).toBe('aborted');
  });
});

describe('a turn that is aborted before it was answered', () => {
  it('is aborted, though the server says nothing of it', async () => {
    const stream = client.stream(SESSION, 'Hi', options);
    const seen = watch(stream);
    await settle();
    server.messages = [userMessage(PROMPT)];
    stream.abort().subscribe();
    await settle(1100);
    expect([seen.error, seen.completed, seen.replies.at(-1)?.status]).toStrictEqual([undefined, true, 'aborted']);
  });
});
