import { defer, firstValueFrom, of, type Observable } from 'rxjs';
import { OpencodeClient } from '../lib/client.js';
import { OpencodeError, UnauthorizedError } from '../lib/errors.js';
import { Tracer, type Instrumentation, type InstrumentationPayload } from '../lib/instrumentation.js';
import { json } from './support/scripted-fetch.js';
import { ScriptedServer, SESSION } from './support/scripted-server.js';

/** An adapter that remembers what it was told. */
class Recorder implements Instrumentation {
  readonly told: (readonly [string, InstrumentationPayload])[] = [];

  instrument<T>(name: string, payload: InstrumentationPayload, source: Observable<T>): Observable<T> {
    return defer(() => {
      this.told.push([name, payload]);
      return source;
    });
  }

  notify(name: string, payload: InstrumentationPayload): void {
    this.told.push([name, payload]);
  }
}

/** The next turn of the event loop, as often as a fetch needs. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(resolve => setImmediate(resolve));
};

describe('a client', () => {
  it('opens nothing by being made, and one event connection for all who listen', async () => {
    const server = new ScriptedServer();
    const client = server.client();
    expect(server.calls).toHaveLength(0);
    const subscriptions = [client.events$, client.events$, client.streamEvents(SESSION)].map(events$ =>
      events$.subscribe(),
    );
    await settle();
    expect(server.callsOf('GET /event')).toHaveLength(1);
    for (const subscription of subscriptions) subscription.unsubscribe();
    expect(server.listeners).toBe(0);
  });

  it('tells the state of its connection to whoever asks, without opening it', async () => {
    const server = new ScriptedServer();
    const client = server.client();
    const states: string[] = [];
    client.connection$.subscribe(({ status }) => states.push(status));
    await settle();
    expect(states).toEqual(['idle']);
    const listening = client.events$.subscribe();
    await settle();
    listening.unsubscribe();
    expect(states).toEqual(['idle', 'connecting', 'open', 'idle']);
  });

  it('asks its headers anew for each request and each connection', async () => {
    const server = new ScriptedServer();
    let token = 0;
    const headers = () => of({ authorization: `Bearer ${String((token += 1))}` });
    const client = server.client({ headers, password: 'unused' });
    await firstValueFrom(client.sessionStatus());
    await firstValueFrom(client.sessionStatus());
    const listening = client.events$.subscribe();
    await settle();
    listening.unsubscribe();
    expect(server.calls.map(call => call.headers.get('authorization'))).toEqual(['Bearer 1', 'Bearer 2', 'Bearer 3']);
  });

  it('is told a wrong password at once, and does not try again', async () => {
    const server = new ScriptedServer();
    server.override = () => new Response(null, { status: 401 });
    const client = server.client({ password: 'wrong' });
    await expect(firstValueFrom(client.events$)).rejects.toBeInstanceOf(UnauthorizedError);
    await settle();
    expect(server.calls).toHaveLength(1);
    await expect(firstValueFrom(client.connection$)).resolves.toMatchObject({ status: 'failed' });
    await expect(firstValueFrom(client.stream(SESSION, 'Hi').text$, { defaultValue: '' })).resolves.toBe('');
  });

  it('ends everything when it is closed, and errors from then on', async () => {
    const server = new ScriptedServer();
    server.override = ({ url }) => (url.pathname === '/agent' ? new Promise(() => undefined) : undefined);
    const client = server.client();
    const errors: unknown[] = [];
    const collect = { error: (error: unknown) => errors.push(error) };
    client.events$.subscribe(collect);
    client.agents().subscribe(collect);
    client.stream(SESSION, 'Hi').subscribe(collect);
    await settle();
    client.close();
    expect(errors).toHaveLength(3);
    client.events$.subscribe(collect);
    client.agents().subscribe(collect);
    client.attach(SESSION).subscribe(collect);
    client.streamEvents(SESSION).subscribe(collect);
    expect(errors).toHaveLength(7);
    expect(errors.every(error => error instanceof OpencodeError && error.message.includes('closed'))).toBe(true);
    expect(server.listeners).toBe(0);
    expect(server.callsOf('GET /agent')[0]?.signal.aborted).toBe(true);
  });

  it('reports requests, the connection and invalid events, with nothing secret in it', async () => {
    const server = new ScriptedServer();
    const recorder = new Recorder();
    const client = server.client({
      instrumentation: new Tracer('app', recorder),
      password: 'hunter2',
      directory: '/secret',
    });
    await firstValueFrom(client.sessionStatus());
    const listening = client.events$.subscribe();
    await settle();
    server.say({ type: 'todo.updated', properties: { todos: 'hunter2' } });
    await settle();
    listening.unsubscribe();
    expect(recorder.told.map(([name]) => name)).toEqual([
      'app.opencode.request',
      'app.opencode.connection',
      'app.opencode.connection.open',
      'app.opencode.event.invalid',
    ]);
    expect(recorder.told[0]?.[1]).toEqual({ method: 'GET', path: '/session/status' });
    expect(JSON.stringify(recorder.told)).not.toMatch(/hunter2|secret/);
  });

  it('validates what it is given before anything is sent', () => {
    const server = new ScriptedServer();
    const client = server.client();
    const wrong: readonly (readonly [() => unknown, RegExp])[] = [
      [() => client.stream('', 'Hi'), /stream: sessionID/],
      [() => client.stream(SESSION, ''), /stream/],
      [() => client.stream(SESSION, 'Hi', { streamTimout: 1 } as object), /stream: .*streamTimout.*streamTimeout/],
      [() => client.stream(SESSION, 'Hi', { streamTimeout: -1 }), /stream: .*streamTimeout/],
      [() => client.stream(SESSION, 'Hi', { onQuestion: 'me' } as object), /stream: .*onQuestion/],
      [() => client.stream(SESSION, 'Hi', { messageID: 'nope' }), /stream: .*messageID/],
      [() => client.attach(''), /attach: sessionID/],
      [() => client.attach(SESSION, { system: 'x' } as object), /attach: .*system/],
      [() => client.streamEvents(''), /streamEvents: sessionID/],
      [() => client.streamEvents(SESSION, { onActivity: 1 } as object), /streamEvents: .*onActivity/],
      [() => client.getSession(''), /getSession: sessionID/],
      [() => client.replyPermission('per_1', 'maybe' as 'once'), /replyPermission: .*reply/],
      [() => client.createSession({ titel: 'x' } as object), /createSession: .*titel.*title/],
    ];
    for (const [call, words] of wrong) {
      expect(call).toThrow(TypeError);
      expect(call).toThrow(words);
    }
    expect(server.calls).toHaveLength(0);
  });

  it('has functions that may be passed around', async () => {
    const server = new ScriptedServer();
    const { getSession } = server.client();
    expect(await firstValueFrom(getSession(SESSION))).toEqual({ id: SESSION });
  });

  it('hands on fields it does not know, and says where an answer is wrong', async () => {
    const server = new ScriptedServer();
    server.override = ({ url }) =>
      url.pathname === `/session/${SESSION}` ? json({ id: SESSION, brandNew: [1] }) : json({ id: 5 });
    const client = server.client();
    expect(await firstValueFrom(client.getSession(SESSION))).toEqual({ id: SESSION, brandNew: [1] });
    await expect(firstValueFrom(client.getSession('ses_2'))).rejects.toThrow(/GET \/session\/ses_2.*id/);
  });
});

describe('OpencodeClient', () => {
  it('shares nothing between clients', () => {
    const [one, two] = [new OpencodeClient(), new OpencodeClient()];
    one.close();
    let closed = false;
    two.connection$.subscribe({ complete: () => (closed = true) });
    expect(closed).toBe(false);
  });
});
