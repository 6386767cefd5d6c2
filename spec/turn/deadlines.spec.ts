import { NEVER } from 'rxjs';
import { ConnectionError, IdleStreamError, StaleSessionError, TimeoutError } from '../../lib/errors.js';
import { answer, lost, SESSION, told, userMessage } from '../support/scripted-server.js';
import { networkError } from '../support/scripted-fetch.js';
import { PROMPT, begin, busy, client, options, permission, server, settle, useServer, watch } from './stage.js';

useServer();

describe('the deadlines', () => {
  it('firstEventTimeout: no assistant spoke', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, firstEventTimeout: 5000 }));
    await settle();
    server.statuses = { [SESSION]: { type: 'busy' } };
    server.messages = [userMessage(PROMPT)];
    server.say(busy);
    await settle(4900);
    expect(seen.error).toBeUndefined();
    await settle(200);
    expect(seen.error).toBeInstanceOf(StaleSessionError);
    expect(server.callsOf('abort')).toHaveLength(0);
  });

  it('firstEventTimeout: with the connection error where none ever came about', async () => {
    server.override = ({ url }) =>
      url.pathname === '/event' ? Promise.reject(networkError('ECONNREFUSED')) : undefined;
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, firstEventTimeout: 5000 }));
    await settle(5000);
    expect(seen.error).toBeInstanceOf(ConnectionError);
    expect(server.callsOf('prompt_async')).toHaveLength(0);
  });

  it('streamTimeout stands still while a human is asked and the connection lives', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, streamTimeout: 5000, onPermission: () => NEVER }));
    await settle();
    server.statuses = { [SESSION]: { type: 'busy' } };
    server.messages = [userMessage(PROMPT), answer(PROMPT, '', { time: { created: 2 } })];
    server.permissions = [permission];
    server.say(...server.messages.flatMap(told), { type: 'permission.asked', properties: permission });
    await settle(60_000);
    expect(seen.error).toBeUndefined();
    server.permissions = [];
    server.say({ type: 'permission.replied', properties: { requestID: 'per_1', reply: 'once', sessionID: SESSION } });
    await settle(5100);
    expect(seen.error).toBeInstanceOf(TimeoutError);
    expect(String(seen.error)).toContain('streamTimeout');
  });

  it('streamTimeout says so when the connection is lost', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, streamTimeout: 5000 }));
    await settle();
    begin();
    server.override = () => lost();
    server.cut();
    await settle(5000);
    expect(seen.error).toBeInstanceOf(TimeoutError);
    expect(String(seen.error)).toContain('the event connection is lost');
    expect((seen.error as Error).cause).toBeInstanceOf(ConnectionError);
  });

  it('idleStreamTimeout: heartbeats are no life', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, idleStreamTimeout: 5000 }));
    await settle();
    server.statuses = { [SESSION]: { type: 'busy' } };
    server.messages = [userMessage(PROMPT)];
    await settle(3000);
    server.say(busy);
    await settle(3000);
    server.say({ type: 'server.heartbeat', properties: {} });
    expect(seen.error).toBeUndefined();
    await settle(2100);
    expect(seen.error).toBeInstanceOf(IdleStreamError);
  });
});
