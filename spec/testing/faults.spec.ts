import { firstValueFrom, lastValueFrom, NEVER, of, Subject } from 'rxjs';
import type { OpencodeClient } from '../../lib/client.js';
import { ConnectionError, ServerError } from '../../lib/errors.js';
import { question, ScriptedOpencode, tool, until } from '../../lib/testing/index.js';
import type { PermissionRequest } from '../../lib/wire/index.js';
import { record } from '../support/recording.js';
import { happens } from '../support/live.js';

let server: ScriptedOpencode;
let client: OpencodeClient;

beforeEach(() => {
  server = new ScriptedOpencode();
  client = server.client();
  server.addSession();
});

afterEach(() => {
  client.close();
  expect(server.connections).toBe(0);
});

const POST = 'POST /session/:id/prompt_async';
const health = () => firstValueFrom(client.health());

describe('what befalls a scripted server', () => {
  it('is a cut, after which what was missed is asked for', async () => {
    const goOn = new Subject<void>();
    server.onPrompt(['One', until(goOn), ' two']);
    const seen = record(client.stream('ses_1', 'Hi'));
    await seen.until(({ fullText }) => fullText === 'One');
    server.cut();
    expect(server.connections).toBe(0);
    goOn.next();
    await seen.completion();
    expect(seen.last.fullText).toBe('One two');
    expect(server.requestsTo(POST)).toHaveLength(1);
  });

  it('is a refusal: of one endpoint, so many times, or until it is taken back', async () => {
    server.refuse(503, { path: 'GET /global/health', times: 1 });
    await expect(health()).rejects.toBeInstanceOf(ServerError);
    await expect(health()).resolves.toMatchObject({ healthy: true });
    const refused = server.refuse('network');
    await expect(health()).rejects.toBeInstanceOf(ConnectionError);
    refused.unsubscribe();
    await expect(health()).resolves.toMatchObject({ healthy: true });
  });

  it('is an answer that is lost, though what was asked is done', async () => {
    server.lose({ path: POST, times: 1 });
    const reply = await lastValueFrom(client.stream('ses_1', 'Hi'));
    expect(reply.fullText).toBe('You said: Hi');
    expect(server.requestsTo(POST)).toHaveLength(1);
    expect(server.store.messages('ses_1')).toHaveLength(2);
  });

  it('is an event stream that is lost before it is heard, which is none any more', async () => {
    server.lose({ path: '/event', times: 1 });
    const seen = record(client.events$);
    await seen.until(({ type }) => type === 'server.connected');
    expect(server.requestsTo('/event')).toHaveLength(2);
    expect(server.connections).toBe(1);
    seen.unsubscribe();
  });

  it('is an answer that takes its time, and tells what was so when it was asked for', async () => {
    server.delay(20, { path: '/session/status' });
    const statuses = firstValueFrom(client.sessionStatus());
    server.emit('session.status', { sessionID: 'ses_1', status: { type: 'busy' } });
    expect(await statuses).toEqual({});
    server.delay(Infinity, { path: '/global/health' });
    const hangs = record(client.health());
    hangs.unsubscribe();
    expect(server.requests.at(-1)?.signal.aborted).toBe(true);
  });

  it('is garbage, which is heard and forgotten', async () => {
    const seen = record(client.events$);
    await seen.until(({ type }) => type === 'server.connected');
    server.garbage();
    server.garbage('data: no JSON\n\n');
    server.emit('session.idle', { sessionID: 'ses_1' });
    await seen.until(({ type }) => type === 'session.idle');
    expect(seen.values.map(({ type }) => type)).toEqual(['server.connected', 'session.idle']);
    seen.unsubscribe();
  });

  it('is its death: what it was doing is gone when it is back', async () => {
    server.onPrompt([question('Which?', ['A']), 'Fine.']);
    const seen = record(client.stream('ses_1', 'Hi', { onQuestion: () => NEVER }));
    await seen.until(({ pendingQuestions }) => pendingQuestions.length > 0);
    server.down();
    await expect(health()).rejects.toBeInstanceOf(ConnectionError);
    server.up();
    await seen.completion();
    expect(seen.last.status).toBe('interrupted');
    expect(await happens(() => server.connections === 0)).toBe(true);
    expect([server.store.questions, server.store.statuses]).toEqual([[], {}]);
  });

  it('is its death before it has answered: what it was asked fails', async () => {
    server.onPrompt(until(NEVER));
    server.delay(Infinity, { path: '/session' });
    const asked = [client.sendMessage('ses_1', 'Hi'), client.listSessions()].map(each => lastValueFrom<unknown>(each));
    const failed = Promise.all(asked.map(each => expect(each).rejects.toBeInstanceOf(ConnectionError)));
    expect(await happens(() => server.store.statuses['ses_1'] !== undefined)).toBe(true);
    server.down();
    await failed;
  });

  it('is its death, with which it forgets what it was allowed for good', async () => {
    server.onPrompt(tool('bash', { command: 'ls' }, { asks: true }));
    const asked: string[] = [];
    const onPermission = ({ id }: PermissionRequest) => {
      asked.push(id);
      return of({ reply: 'always' } as const);
    };
    const turn = () => lastValueFrom(client.stream('ses_1', 'Hi', { onPermission }));
    await turn();
    await turn();
    expect(asked).toHaveLength(1);
    server.down();
    server.up();
    await turn();
    expect(asked).toHaveLength(2);
  });
});
