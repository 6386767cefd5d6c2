import { firstValueFrom, lastValueFrom, throwError } from 'rxjs';
import type { OpencodeClient } from '../../lib/client.js';
import { BadRequestError } from '../../lib/errors.js';
import { fail, finish, question, ScriptedOpencode, until } from '../../lib/testing/index.js';
import { record } from '../support/recording.js';

let server: ScriptedOpencode;
let client: OpencodeClient;

beforeEach(() => {
  server = new ScriptedOpencode();
  client = server.client();
});

afterEach(() => {
  client.close();
  expect(server.connections).toBe(0);
});

describe('a scripted server', () => {
  it('has sessions that can be made, changed, listed, copied, reverted and deleted', async () => {
    const first = await firstValueFrom(client.createSession({ title: 'One' }));
    server.addTurn(first.id, 'Hi', 'Hello.');
    await firstValueFrom(client.updateSession(first.id, { title: 'Uno' }));
    const child = await firstValueFrom(client.createSession({ parentID: first.id }));
    const copy = await firstValueFrom(client.forkSession(first.id));
    expect(copy.title).toBe('Uno (fork #1)');
    expect(server.store.messages(copy.id).map(({ info }) => info.role)).toEqual(['user', 'assistant']);
    expect(await firstValueFrom(client.children(first.id))).toEqual([child]);
    const roots = await firstValueFrom(client.listSessions({ roots: true }));
    expect(roots.map(({ id }) => id).sort()).toEqual([first.id, copy.id]);
    const [prompt] = server.store.messages(first.id);
    const reverted = await firstValueFrom(client.revert(first.id, { messageID: prompt!.info.id }));
    expect(reverted.revert).toEqual({ messageID: prompt!.info.id });
    await lastValueFrom(client.stream(first.id, 'Again'));
    expect(server.store.messages(first.id)).toHaveLength(2);
    await firstValueFrom(client.deleteSession(first.id));
    expect(server.store.sessions).toEqual([copy]);
  });

  it('has pages of history', async () => {
    const { id } = server.addSession();
    for (const prompt of ['a', 'b', 'c']) server.addTurn(id, prompt);
    const last = await firstValueFrom(client.getMessages(id, { limit: 4 }));
    const before = await firstValueFrom(client.getMessages(id, { limit: 4, before: last.nextCursor }));
    expect([last.length, before.length, before.nextCursor]).toStrictEqual([4, 2, undefined]);
    expect([...before, ...last]).toEqual(server.store.messages(id));
  });

  it('answers by the newest script that matches, and sums up what it cost', async () => {
    const { id } = server.addSession();
    server.onPrompt('whatever').onPrompt(/weather/, ({ text }) => ['Sunny', finish({ cost: 0.5 }), ` (${text})`]);
    const reply = await lastValueFrom(client.stream(id, 'The weather?'));
    expect(reply).toMatchObject({ fullText: 'Sunny (The weather?)', cost: 0.5 });
    expect((await lastValueFrom(client.stream(id, 'Hm'))).fullText).toBe('whatever');
    expect(server.store.session(id)?.cost).toBeCloseTo(0.501);
  });

  it('shows in live views, whoever prompts, and takes their answers', async () => {
    const { id } = server.addSession();
    server.onPrompt([question('Which?', ['A']), 'Fine.']);
    const attention = record(client.attention$);
    const messages = record(client.session(id).messages$);
    await messages.until(list => list.length === 0);
    server.prompt(id, 'Hi');
    const [asked] = await attention.until(list => list.length > 0);
    if (asked?.kind === 'question') await firstValueFrom(asked.reply([['A']]));
    await messages.until(list => list.at(-1)?.info.role === 'assistant' && list.length === 3);
    await attention.until(list => list.length === 0);
    expect(server.requestsTo('GET /event')).toHaveLength(1);
    attention.unsubscribe();
    messages.unsubscribe();
  });

  it('answers other endpoints as it is told, and names those it has no answer to', async () => {
    await expect(firstValueFrom(client.listFiles('.'))).rejects.toThrow(
      "ScriptedOpencode has no answer to GET /file: give it one with server.on('GET /file', () => …)",
    );
    server.on('GET /file', ({ url }) => [{ name: url.searchParams.get('path') }]);
    expect(await firstValueFrom(client.listFiles('src'))).toEqual([{ name: 'src' }]);
  });

  it('says what is wrong with a test', async () => {
    const { id } = server.addSession();
    expect(() => server.emit({ type: 'session.status', properties: {} } as never)).toThrow(/emit: session.status: /);
    expect(() => server.on('session', () => 1)).toThrow("'session' is no endpoint");
    expect(() => server.prompt('ses_9', 'Hi')).toThrow('prompt: there is no session ses_9');
    expect(() => server.addTurn(id, 'Hi', until(new Promise(() => undefined)))).toThrow('cannot wait');
    server.onPrompt(() => {
      throw new Error('oops');
    });
    await expect(lastValueFrom(client.stream(id, 'Hi'))).rejects.toBeInstanceOf(BadRequestError);
    server.onPrompt(until(throwError(() => new Error('never came'))));
    const reply = await lastValueFrom(client.stream(id, 'Hi'));
    expect(reply.error).toEqual({ name: 'BadScript', data: { message: 'Error: never came' } });
  });

  it('plays what was recorded', async () => {
    const seen = record(client.events$);
    await seen.until(({ type }) => type === 'server.connected');
    await server.play([{ type: 'session.idle', properties: { sessionID: 'ses_x' } }], { pace: 0 });
    await seen.until(({ type }) => type === 'session.idle');
    expect(server.store.session('ses_x')).toEqual({ id: 'ses_x' });
    seen.unsubscribe();
  });

  it('fails as a provider does', async () => {
    const { id } = server.addSession();
    server.onPrompt(['Half a', fail('No more.')]);
    const reply = await lastValueFrom(client.stream(id, 'Hi'));
    expect(reply).toMatchObject({ status: 'failed', fullText: 'Half a', error: { data: { message: 'No more.' } } });
  });
});
