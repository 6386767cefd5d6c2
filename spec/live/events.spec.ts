import { lastValueFrom } from 'rxjs';
import { bash, script, scripted, step, task, text } from '../../examples/sandbox/index.js';
import { ofType, sessionIDOf, type OpencodeEvent } from '../../lib/index.js';
import { expectWhole } from '../support/expect-turn.js';
import { happens, useLive } from '../support/live.js';
import { needs } from '../support/needs.js';
import { record } from '../support/recording.js';
import { plainPrompt, storedMessages } from '../support/sandbox.js';

const live = useLive();
const hello = (words = 'Hello there.') => scripted('Say hello.', step(text(words)));

describe('streamEvents', () => {
  it("gives a session's events until its turn ends", async () => {
    const { client, newSession, proxy, sandbox } = live();
    const sessionID = await newSession();
    const heard: OpencodeEvent[] = [];
    let subscribed = 0;
    const onSubscribed = () => {
      subscribed += 1;
      client.sendMessageAsync(sessionID, hello()).subscribe();
    };
    const events = record(client.streamEvents(sessionID, { onSubscribed, onActivity: event => heard.push(event) }));
    expect(subscribed).toBe(0);
    await events.completion();
    expect(subscribed).toBe(1);
    const types = events.values.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['message.updated', 'message.part.updated', 'session.status']));
    expect(new Set(events.values.map(sessionIDOf))).toEqual(new Set([sessionID]));
    expect(heard).toEqual(expect.arrayContaining(events.values));
    expect(heard.length).toBeGreaterThan(events.values.length);
    const names = proxy.timeline.map(({ name }) => name);
    expect(names.indexOf('server.connected')).toBeLessThan(names.indexOf(`POST /session/${sessionID}/prompt_async`));
    expect((await storedMessages(sandbox, sessionID)).at(-1)?.info['finish']).toBe('stop');
    expect(proxy.count('GET /event')).toBe(1);
    needs(sandbox, 'events of deltas');
    expect(types).toContain('message.part.delta');
  });

  it('says that it is subscribed once only, also after a reconnect', async () => {
    const { client, newSession, proxy, sandbox } = live();
    const sessionID = await newSession();
    let subscribed = 0;
    const onSubscribed = () => (subscribed += 1);
    const states = record(client.connection$);
    const events = record(client.streamEvents(sessionID, { onSubscribed }));
    await states.until(({ status }) => status === 'open');
    proxy.cut();
    await states.until(state => state.status === 'open' && state.epoch === 2);
    await plainPrompt(sandbox, sessionID, hello());
    await events.completion();
    states.unsubscribe();
    expect(subscribed).toBe(1);
  });

  it('lets through what a child asks, and nothing else of it', async () => {
    const { client, newSession } = live();
    const sessionID = await newSession();
    const child = script(step(bash('echo child')), step(text('The child is done.')));
    const prompt = scripted('Delegate.', step(task(child)), step(text('Done.')));
    const events = record(
      client.streamEvents(sessionID, {
        onSubscribed: () => client.sendMessageAsync(sessionID, prompt).subscribe(),
      }),
    );
    const asked = await events.until(({ type }) => type === 'permission.asked');
    expect(sessionIDOf(asked)).not.toBe(sessionID);
    const [request] = await lastValueFrom(client.listPermissions());
    await lastValueFrom(client.replyPermission(request?.id ?? '', 'once'));
    await events.completion();
    const foreign = events.values.filter(event => sessionIDOf(event) !== sessionID);
    expect(foreign.map(({ type }) => type)).toEqual(['permission.asked', 'permission.replied']);
  });

  it('errors with what its callbacks throw, and leaves nothing open', async () => {
    const { client, newSession, proxy } = live();
    const onSubscribed = () => {
      throw new RangeError('of the caller');
    };
    const events = record(client.streamEvents(await newSession(), { onSubscribed }));
    await expect(events.error()).resolves.toEqual(new RangeError('of the caller'));
    expect(await happens(() => proxy.openStreams === 0)).toBe(true);
    expect(proxy.count('GET /event')).toBe(1);
  });
});

describe('events$', () => {
  it('is one connection for everybody, closed after the last', async () => {
    const { client, newSession, proxy, sandbox } = live();
    const deltas = record(client.events$.pipe(ofType('message.part.delta')));
    const everything = record(client.events$);
    const sessions = await Promise.all([newSession(), newSession()]);
    const streams = sessions.map((sessionID, index) => client.stream(sessionID, hello(`Number ${index} speaks.`)));
    const replies = streams.map(stream => record(stream));
    for (const reply of replies) await reply.completion();
    expect(replies.map(({ last }) => last.fullText)).toEqual(['Number 0 speaks.', 'Number 1 speaks.']);
    expect(proxy.count('GET /event')).toBe(1);
    expect(proxy.openStreams).toBe(1);
    everything.unsubscribe();
    expect(proxy.openStreams).toBe(1);
    deltas.unsubscribe();
    expect(await happens(() => proxy.openStreams === 0)).toBe(true);
    expect(new Set(everything.values.map(sessionIDOf))).toStrictEqual(new Set([...sessions, undefined]));
    needs(sandbox, 'events of deltas');
    const said = deltas.values.map(({ properties }) => properties.delta).join('');
    expect(said).toContain('Number');
  });

  it('is closed before the server has answered, when nobody wants it any more', async () => {
    const { client, proxy } = live();
    const events = record(client.events$);
    const other = record(client.events$);
    events.unsubscribe();
    other.unsubscribe();
    await lastValueFrom(client.health());
    expect(proxy.openStreams).toBe(0);
  });
});

describe('connection$', () => {
  it('tells how the connection is doing, and opens nothing', async () => {
    const { client, newSession, proxy } = live();
    const states = record(client.connection$);
    expect(states.atOnce).toEqual([{ status: 'idle' }]);
    await lastValueFrom(client.health());
    expect(proxy.count('GET /event')).toBe(0);
    const stream = client.stream(await newSession(), hello());
    await expectWhole(live(), stream, record(stream));
    expect(states.values).toEqual([
      { status: 'idle' },
      { status: 'connecting', attempt: 1 },
      { status: 'open', epoch: 1 },
      { status: 'idle' },
    ]);
    client.close();
    await states.completion();
  });

  it('tells of a server that went away, and of its return', async () => {
    const { client, proxy } = live();
    const states = record(client.connection$);
    const events = record(client.events$);
    await states.until(({ status }) => status === 'open');
    await proxy.down();
    const lost = await states.until(({ status }) => status === 'reconnecting');
    expect(lost).toMatchObject({ attempt: 2, error: { name: 'ConnectionError' } });
    await proxy.up();
    await states.until(state => state.status === 'open' && state.epoch === 2);
    await events.until(({ type }) => type === 'server.connected');
    events.unsubscribe();
    states.unsubscribe();
    expect(events.ending).toBeUndefined();
  });
});
