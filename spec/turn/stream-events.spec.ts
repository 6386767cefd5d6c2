import type { OpencodeClient } from '../../lib/client.js';
import { SessionNotFoundError } from '../../lib/errors.js';
import { json } from '../support/scripted-fetch.js';
import {
  answer,
  expectNothingLeft,
  idle,
  ScriptedServer,
  SESSION,
  told,
  userMessage,
} from '../support/scripted-server.js';

const busy = { type: 'session.status', properties: { sessionID: SESSION, status: { type: 'busy' } } };

let server: ScriptedServer;
let client: OpencodeClient;
const settle = (ms = 0): Promise<void> => jest.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  jest.useFakeTimers();
  server = new ScriptedServer();
  client = server.client();
});

afterEach(() => {
  expectNothingLeft(server);
});

describe('streamEvents', () => {
  it('calls onSubscribed once, and only when the server has said that it hears us', async () => {
    const said: string[] = [];
    const onSubscribed = () => said.push('subscribed');
    client.connection$.subscribe(({ status }) => said.push(status));
    const events = client.streamEvents(SESSION, { onSubscribed }).subscribe();
    await settle();
    server.cut();
    await settle(1000);
    expect(said.filter(word => word === 'open')).toHaveLength(2);
    expect(said.filter(word => word === 'subscribed')).toHaveLength(1);
    expect(said.indexOf('subscribed')).toBeGreaterThan(said.indexOf('open'));
    events.unsubscribe();
  });

  it('tells onActivity of everything, heartbeats and other sessions too, but emits only its own session', async () => {
    const onActivity = jest.fn();
    const seen: string[] = [];
    const events = client.streamEvents(SESSION, { onActivity }).subscribe(({ type }) => seen.push(type));
    await settle();
    server.say(
      { type: 'server.heartbeat', properties: {} },
      { type: 'session.idle', properties: { sessionID: 'other' } },
      busy,
    );
    await settle();
    expect(onActivity.mock.calls.map(([event]: [{ type: string }]) => event.type)).toEqual([
      'server.connected',
      'server.heartbeat',
      'session.idle',
      'session.status',
    ]);
    expect(seen).toEqual(['session.status']);
    events.unsubscribe();
  });

  it('completes when the turn is over, after its last event, and not before it has begun', async () => {
    const seen: string[] = [];
    let completed = false;
    client.streamEvents(SESSION).subscribe({ next: ({ type }) => seen.push(type), complete: () => (completed = true) });
    await settle();
    server.say(idle);
    await settle(5000);
    expect(completed).toBe(false);
    server.statuses = { [SESSION]: { type: 'busy' } };
    server.messages = [userMessage('msg_a'), answer('msg_a', '', { time: { created: 2 } })];
    server.say(busy, ...server.messages.flatMap(told));
    await settle(5000);
    expect(completed).toBe(false);
    server.messages = [userMessage('msg_a'), answer('msg_a', 'Hello')];
    server.statuses = {};
    server.say(...told(answer('msg_a', 'Hello')), idle);
    await settle();
    expect(completed).toBe(true);
    expect(seen.at(-1)).toBe('session.idle');
  });

  it('notices a turn that began and ended while the connection was lost', async () => {
    server.messages = [userMessage('msg_a'), answer('msg_a', 'Before')];
    let completed = false;
    client.streamEvents(SESSION).subscribe({ complete: () => (completed = true) });
    await settle();
    server.cut();
    await settle(600);
    expect(completed).toBe(false);
    server.messages = [...server.messages, userMessage('msg_b', 4), answer('msg_b', 'Meanwhile')];
    server.cut();
    await settle(1500);
    expect(completed).toBe(true);
  });

  it('completes when the prompt was refused, after the words that say so', async () => {
    const seen: string[] = [];
    let completed = false;
    client.streamEvents(SESSION).subscribe({ next: ({ type }) => seen.push(type), complete: () => (completed = true) });
    await settle();
    server.messages = [userMessage('a')];
    const error = { name: 'UnknownError', data: { message: 'Model not found: x' } };
    server.say(...told(userMessage('a')), busy);
    await settle(5);
    server.say({ type: 'session.error', properties: { sessionID: SESSION, error } }, idle);
    await settle(5_000);
    expect(completed).toBe(true);
    expect(seen.slice(-2)).toEqual(['session.error', 'session.idle']);
  });

  it('calls onSubscribed once the session could be read, and errors where there is none', async () => {
    const onSubscribed = jest.fn();
    server.override = ({ url }) => (url.pathname.endsWith('/message') ? json({}, { status: 503 }) : undefined);
    const events = client.streamEvents(SESSION, { onSubscribed }).subscribe();
    await settle(900);
    expect(onSubscribed).not.toHaveBeenCalled();
    server.override = () => undefined;
    await settle(1000);
    expect(onSubscribed).toHaveBeenCalledTimes(1);
    events.unsubscribe();
    const gone = { name: 'NotFoundError', data: { message: 'Session not found: ses_x' } };
    server.override = ({ url }) => (url.pathname.endsWith('/message') ? json(gone, { status: 404 }) : undefined);
    let seen: unknown;
    client.streamEvents('ses_x').subscribe({ error: (error: unknown) => (seen = error) });
    await settle();
    expect(seen).toBeInstanceOf(SessionNotFoundError);
  });

  it('errors with what a callback throws', async () => {
    const broken = new Error('mine');
    let seen: unknown;
    const onActivity = () => {
      throw broken;
    };
    client.streamEvents(SESSION, { onActivity }).subscribe({ error: (error: unknown) => (seen = error) });
    await settle();
    expect(seen).toBe(broken);
  });

  it('lets the prompts of descendants through, unless told not to', async () => {
    const asked = { type: 'permission.asked', properties: { id: 'per_1', sessionID: 'ses_2', permission: 'bash' } };
    server.sessions = { ...server.sessions, ses_2: { id: 'ses_2', parentID: SESSION } };
    const seen: [string, string][] = [];
    const all = client.streamEvents(SESSION).subscribe(({ type }) => seen.push(['all', type]));
    const own = client
      .streamEvents(SESSION, { includeChildren: false })
      .subscribe(({ type }) => seen.push(['own', type]));
    await settle();
    server.say(asked);
    await settle();
    expect(seen).toEqual([['all', 'permission.asked']]);
    all.unsubscribe();
    own.unsubscribe();
  });
});
