import { SessionNotFoundError } from '../../lib/errors.js';
import { json } from '../support/scripted-fetch.js';
import { answer, idle, SESSION, told, userMessage } from '../support/scripted-server.js';
import { useScriptedServer } from '../support/scripted-stage.js';
import { pass } from '../support/virtual-time.js';

const busy = { type: 'session.status', properties: { sessionID: SESSION, status: { type: 'busy' } } };

const stage = useScriptedServer();

describe('streamEvents', () => {
  it('calls onSubscribed once, and only when the server has said that it hears us', async () => {
    const said: string[] = [];
    const onSubscribed = () => said.push('subscribed');
    stage.client.connection$.subscribe(({ status }) => said.push(status));
    const events = stage.client.streamEvents(SESSION, { onSubscribed }).subscribe();
    await pass(1);
    stage.server.cut();
    await pass(1000);
    expect(said.filter(word => word === 'open')).toHaveLength(2);
    expect(said.filter(word => word === 'subscribed')).toHaveLength(1);
    expect(said.indexOf('subscribed')).toBeGreaterThan(said.indexOf('open'));
    events.unsubscribe();
  });

  it('tells onActivity of everything, heartbeats and other sessions too, but emits only its own session', async () => {
    const onActivity = jest.fn();
    const seen: string[] = [];
    const events = stage.client.streamEvents(SESSION, { onActivity }).subscribe(({ type }) => seen.push(type));
    await pass(1);
    stage.server.say(
      { type: 'server.heartbeat', properties: {} },
      { type: 'session.idle', properties: { sessionID: 'other' } },
      busy,
    );
    await pass(1);
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
    stage.client
      .streamEvents(SESSION)
      .subscribe({ next: ({ type }) => seen.push(type), complete: () => (completed = true) });
    await pass(1);
    stage.server.say(idle);
    await pass(5000);
    expect(completed).toBe(false);
    stage.server.statuses = { [SESSION]: { type: 'busy' } };
    stage.server.messages = [userMessage('msg_a'), answer('msg_a', '', { time: { created: 2 } })];
    stage.server.say(busy, ...stage.server.messages.flatMap(told));
    await pass(5000);
    expect(completed).toBe(false);
    stage.server.messages = [userMessage('msg_a'), answer('msg_a', 'Hello')];
    stage.server.statuses = {};
    stage.server.say(...told(answer('msg_a', 'Hello')), idle);
    await pass(1);
    expect(completed).toBe(true);
    expect(seen.at(-1)).toBe('session.idle');
  });

  it('notices a turn that began and ended while the connection was lost', async () => {
    stage.server.messages = [userMessage('msg_a'), answer('msg_a', 'Before')];
    let completed = false;
    stage.client.streamEvents(SESSION).subscribe({ complete: () => (completed = true) });
    await pass(1);
    stage.server.cut();
    await pass(600);
    expect(completed).toBe(false);
    stage.server.messages = [...stage.server.messages, userMessage('msg_b', 4), answer('msg_b', 'Meanwhile')];
    stage.server.cut();
    await pass(1500);
    expect(completed).toBe(true);
  });

  it('completes when the prompt was refused, after the words that say so', async () => {
    const seen: string[] = [];
    let completed = false;
    stage.client
      .streamEvents(SESSION)
      .subscribe({ next: ({ type }) => seen.push(type), complete: () => (completed = true) });
    await pass(1);
    stage.server.messages = [userMessage('a')];
    const error = { name: 'UnknownError', data: { message: 'Model not found: x' } };
    stage.server.say(...told(userMessage('a')), busy);
    await pass(5);
    stage.server.say({ type: 'session.error', properties: { sessionID: SESSION, error } }, idle);
    await pass(5_000);
    expect(completed).toBe(true);
    expect(seen.slice(-2)).toEqual(['session.error', 'session.idle']);
  });

  it('calls onSubscribed once the session could be read, and errors where there is none', async () => {
    const onSubscribed = jest.fn();
    stage.server.override = ({ url }) => (url.pathname.endsWith('/message') ? json({}, { status: 503 }) : undefined);
    const events = stage.client.streamEvents(SESSION, { onSubscribed }).subscribe();
    await pass(900);
    expect(onSubscribed).not.toHaveBeenCalled();
    stage.server.override = () => undefined;
    await pass(1000);
    expect(onSubscribed).toHaveBeenCalledTimes(1);
    events.unsubscribe();
    const gone = { name: 'NotFoundError', data: { message: 'Session not found: ses_x' } };
    stage.server.override = ({ url }) => (url.pathname.endsWith('/message') ? json(gone, { status: 404 }) : undefined);
    let seen: unknown;
    stage.client.streamEvents('ses_x').subscribe({ error: (error: unknown) => (seen = error) });
    await pass(1);
    expect(seen).toBeInstanceOf(SessionNotFoundError);
  });

  it('errors with what a callback throws', async () => {
    const broken = new Error('mine');
    let seen: unknown;
    const onActivity = () => {
      throw broken;
    };
    stage.client.streamEvents(SESSION, { onActivity }).subscribe({ error: (error: unknown) => (seen = error) });
    await pass(1);
    expect(seen).toBe(broken);
  });

  it('lets the prompts of descendants through, unless told not to', async () => {
    const asked = { type: 'permission.asked', properties: { id: 'per_1', sessionID: 'ses_2', permission: 'bash' } };
    stage.server.sessions = { ...stage.server.sessions, ses_2: { id: 'ses_2', parentID: SESSION } };
    const seen: [string, string][] = [];
    const all = stage.client.streamEvents(SESSION).subscribe(({ type }) => seen.push(['all', type]));
    const own = stage.client
      .streamEvents(SESSION, { includeChildren: false })
      .subscribe(({ type }) => seen.push(['own', type]));
    await pass(1);
    stage.server.say(asked);
    await pass(1);
    expect(seen).toEqual([['all', 'permission.asked']]);
    all.unsubscribe();
    own.unsubscribe();
  });
});
