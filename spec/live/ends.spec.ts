import { lastValueFrom, take, timer } from 'rxjs';
import { bash, drop, fail, question, scripted, step, text, wait } from '../../examples/sandbox/index.js';
import { PromptRejectedError, SessionNotFoundError, UnauthorizedError, type StreamOptions } from '../../lib/index.js';
import { expectAsStored, expectWhole, posts, storedTurn } from '../support/expect-turn.js';
import { follow } from '../support/follow.js';
import { happens, useLive } from '../support/live.js';
import { needs } from '../support/needs.js';
import { record } from '../support/recording.js';
import { eventually, rest, storedMessages } from '../support/sandbox.js';

const live = useLive();

async function begin(prompt: string, options: StreamOptions = {}) {
  const stream = live().client.stream(await live().newSession(), prompt, options);
  return { stream, seen: record(stream) };
}

/** A model that has said something, and waits. */
const stuck = (words: string, gate: string) => scripted('Talk.', step(text(words), wait(gate), text(' And the rest.')));

describe('a provider that', () => {
  it('refuses fails the turn with its error', async () => {
    const { stream, seen } = await begin(scripted('Refuse.', step(fail(401, { message: 'Who are you?' }))));
    await expectWhole(live(), stream, seen);
    expect(seen.last).toMatchObject({ status: 'failed', error: { name: 'APIError', data: { statusCode: 401 } } });
    expect(JSON.stringify(seen.last.error)).toContain('Who are you?');
  });

  it('is busy is tried again, and the reply says so meanwhile', async () => {
    const { stream, seen } = await begin(scripted('Retry.', step(fail(429, { times: 2 }), text('At last.'))));
    const transitions = record(stream.transitions$);
    await expectWhole(live(), stream, seen);
    const retries = seen.values.filter(({ status }) => status === 'retrying').map(({ retry }) => retry?.attempt);
    expect(retries).toEqual(expect.arrayContaining([1, 2]));
    expect(seen.last).toMatchObject({ status: 'completed', fullText: 'At last.', retry: undefined });
    const told = transitions.values.filter(({ type }) => type === 'sessionRetried');
    expect(told).toMatchObject([{ attempt: 1 }, { attempt: 2 }]);
  });

  it('drops the connection in mid-answer starts it anew; of the first half the server stores nothing', async () => {
    const { stream, seen } = await begin(
      scripted('Drop.', step(text('Half a sentence'), wait('drop'), drop(1), text(' and its end.'))),
    );
    await seen.until(({ fullText }) => fullText === 'Half a sentence');
    live().sandbox.model.release('drop');
    await expectWhole(live(), stream, seen);
    needs(live().sandbox, 'telling of a dropped connection to the provider');
    expect(seen.values.map(({ status }) => status)).toContain('retrying');
    expect(seen.last.status).toBe('completed');
    const texts = seen.last.parts.flatMap(part => ('content' in part ? part.content : []));
    expect(texts).toEqual(['', 'Half a sentence and its end.']);
  });
});

describe('an abort', () => {
  it('ends the turn as aborted, with what was said', async () => {
    const { stream, seen } = await begin(stuck('Half of it.', 'abort'));
    await seen.until(({ fullText }) => fullText === 'Half of it.');
    await expect(lastValueFrom(stream.abort())).resolves.toBe(true);
    await expectWhole(live(), stream, seen);
    expect(seen.last).toMatchObject({ status: 'aborted', error: { name: 'MessageAbortedError' } });
    needs(live().sandbox, 'what an aborted answer had said');
    expect(seen.last.fullText).toBe('Half of it.');
  });

  it('ends a turn that runs a tool', async () => {
    const { stream, seen } = await begin(scripted('Sleep.', step(bash('sleep 60'))));
    const { pendingPermissions } = await seen.until(reply => reply.promptBlocked);
    await lastValueFrom(live().client.replyPermission(pendingPermissions[0]?.id ?? '', 'once'));
    await seen.until(({ parts }) => parts.some(part => part.type === 'tool' && part.status === 'running'));
    await lastValueFrom(stream.abort());
    await expectWhole(live(), stream, seen);
    expect(seen.last.status).toBe('aborted');
  });

  it('of somebody asked ends the turn and the asking', async () => {
    const { stream, seen } = await begin(scripted('Ask.', step(bash('echo never'))));
    await seen.until(reply => reply.promptBlocked);
    await lastValueFrom(stream.abort());
    await expectWhole(live(), stream, seen);
    expect(seen.last).toMatchObject({ status: 'aborted', pendingPermissions: [] });
  });

  it('does not touch the next turn of the session', async () => {
    const { stream, seen } = await begin(stuck('First.', 'next'));
    await seen.until(({ fullText }) => fullText === 'First.');
    await lastValueFrom(stream.abort());
    const next = live().client.stream(stream.sessionID, scripted('Again.', step(text('Second.'))));
    const seenNext = record(next);
    await Promise.all([seen.completion(), seenNext.completion()]);
    expect([seen.last.status, seenNext.last.status]).toEqual(['aborted', 'completed']);
    await expectAsStored(live(), stream, seen);
    await expectAsStored(live(), next, seenNext);
    expect(posts(live())).toBe(2);
    expect(live().proxy.count('GET /event')).toBe(1);
  });

  it('follows the last subscriber who leaves, where asked for', async () => {
    const { stream, seen } = await begin(stuck('Watched.', 'leave'), { abortOnUnsubscribe: true });
    const other = record(stream);
    await seen.until(({ fullText }) => fullText === 'Watched.');
    other.unsubscribe();
    expect(live().proxy.count('/abort')).toBe(0);
    seen.unsubscribe();
    const isAborted = (info: Readonly<Record<string, unknown>> | undefined) => info?.['error'] !== undefined;
    const [message] = await eventually(
      () => storedTurn(live(), stream),
      ([answer]) => isAborted(answer?.info),
    );
    expect(message?.info['error']).toMatchObject({ name: 'MessageAbortedError' });
    expect(live().proxy.count('/abort')).toBe(1);
  });

  it('follows also who leaves while the prompt is being posted', async () => {
    const { client, newSession, proxy, sandbox } = live();
    const sessionID = await newSession();
    const stream = client.stream(sessionID, stuck('Too late.', 'posting'), { abortOnUnsubscribe: true });
    proxy.break('/prompt_async', { kind: 'delay', by: 500 });
    const seen = record(stream);
    expect(await happens(() => posts(live()) === 1)).toBe(true);
    seen.unsubscribe();
    expect(await happens(() => proxy.count('/abort') === 1)).toBe(true);
    await eventually(
      () => rest<Record<string, unknown>>(sandbox, 'GET', '/session/status'),
      statuses => statuses[sessionID] === undefined,
    );
    sandbox.model.release('posting');
  });

  it('does not follow otherwise: the agent goes on alone', async () => {
    const { stream, seen } = await begin(stuck('Unwatched.', 'alone'));
    await seen.until(({ fullText }) => fullText === 'Unwatched.');
    seen.unsubscribe();
    expect(await happens(() => live().proxy.openStreams === 0)).toBe(true);
    live().sandbox.model.release('alone');
    await eventually(
      () => storedTurn(live(), stream),
      ([answer]) => answer?.info['finish'] === 'stop',
    );
    expect(live().proxy.count('/abort')).toBe(0);
    expect(seen.ending).toBeUndefined();
  });

  it('does not follow a turn that is over', async () => {
    const { stream, seen } = await begin(scripted('End.', step(text('Over.'))), { abortOnUnsubscribe: true });
    await expectWhole(live(), stream, seen);
    const early = record(stream.pipe(take(1)));
    await early.completion();
    await lastValueFrom(live().client.health());
    expect(live().proxy.count('/abort')).toBe(0);
  });
});

describe('a prompt that never runs', () => {
  it.each<[string, StreamOptions, RegExp]>([
    ['an unknown model', { model: 'scripted/nobody' }, /model not found.*nobody/i],
    ['an unknown provider', { model: 'nobody/nothing' }, /model not found.*nobody/i],
    ['an unknown agent', { agent: 'nobody' }, /agent not found.*nobody/i],
  ])('for %s errors soon, with the words of the server', async (_, options, words) => {
    if ('agent' in options) needs(live().sandbox, 'words about an unknown agent');
    await live().newSession();
    const { seen } = await begin('Hello?', options);
    const start = Date.now();
    const error = await seen.error();
    expect(error).toBeInstanceOf(PromptRejectedError);
    expect(Date.now() - start).toBeLessThan(3_000);
    expect(seen.last.parts).toEqual([]);
    expect(posts(live())).toBe(1);
    expect((error as Error).message).toMatch(words);
  });

  it('for an unknown model errors when its turn in the queue comes', async () => {
    const first = await begin(stuck('Busy.', 'queued model'));
    await first.seen.until(({ fullText }) => fullText === 'Busy.');
    const second = await follow(live(), first.stream.sessionID, 'Hello?', { model: 'scripted/nobody' });
    live().sandbox.model.release('queued model');
    const error = await second.seen.error();
    expect(error).toBeInstanceOf(PromptRejectedError);
    expect(String(error)).toMatch(/model not found.*nobody/i);
    await first.seen.completion();
    await expectAsStored(live(), first.stream, first.seen);
  });

  it('for an unknown agent errors at once, also behind a turn, which goes on', async () => {
    const first = await begin(stuck('Busy.', 'queued agent'));
    await first.seen.until(({ fullText }) => fullText === 'Busy.');
    const second = record(live().client.stream(first.stream.sessionID, 'Hello?', { agent: 'nobody' }));
    await expect(second.error()).resolves.toBeInstanceOf(PromptRejectedError);
    live().sandbox.model.release('queued agent');
    await first.seen.completion();
    await expectAsStored(live(), first.stream, first.seen);
    expect(first.seen.last).toMatchObject({ status: 'completed', fullText: 'Busy. And the rest.' });
  });

  it('errors again for whoever comes later, without a request', async () => {
    const { stream, seen } = await begin('Hello?', { model: 'scripted/nobody' });
    const error = await seen.error();
    const before = live().proxy.requests.length;
    await expect(record(stream).error()).resolves.toBe(error);
    expect(live().proxy.requests).toHaveLength(before);
  });
});

describe('a session that', () => {
  it('is deleted mid-turn ends the stream', async () => {
    const { stream, seen } = await begin(stuck('Still here.', 'delete'));
    await seen.until(({ fullText }) => fullText === 'Still here.');
    await rest(live().sandbox, 'DELETE', `/session/${stream.sessionID}`);
    await expect(seen.error()).resolves.toBeInstanceOf(SessionNotFoundError);
    expect(seen.last.fullText).toBe('Still here.');
  });

  it('is deleted while a question waits ends the stream, and with it the asking', async () => {
    const { stream, seen } = await begin(scripted('Ask.', step(question('Still there?', ['Yes']))));
    await seen.until(({ promptBlocked }) => promptBlocked);
    await rest(live().sandbox, 'DELETE', `/session/${stream.sessionID}`);
    await expect(seen.error()).resolves.toBeInstanceOf(SessionNotFoundError);
  });

  it('is deleted while a prompt waits in its queue ends both streams', async () => {
    const first = await begin(stuck('Busy.', 'deleted queue'));
    await first.seen.until(({ fullText }) => fullText === 'Busy.');
    const second = await follow(live(), first.stream.sessionID, 'Queued.');
    await rest(live().sandbox, 'DELETE', `/session/${first.stream.sessionID}`);
    for (const { seen } of [first, second]) {
      await expect(seen.error()).resolves.toBeInstanceOf(SessionNotFoundError);
    }
    expect(second.seen.last).toMatchObject({ status: 'waiting', parts: [] });
  });

  it('is deleted before the prompt is posted ends the stream', async () => {
    const sessionID = await live().newSession();
    const stream = live().client.stream(sessionID, 'Hello?');
    await rest(live().sandbox, 'DELETE', `/session/${sessionID}`);
    await expect(record(stream).error()).resolves.toBeInstanceOf(SessionNotFoundError);
  });

  it('is deleted in a gap ends the stream when the connection is back', async () => {
    const { stream, seen } = await begin(stuck('Still here.', 'deleted in a gap'));
    await seen.until(({ fullText }) => fullText === 'Still here.');
    await live().proxy.down();
    await rest(live().sandbox, 'DELETE', `/session/${stream.sessionID}`);
    await live().proxy.up();
    await expect(seen.error()).resolves.toBeInstanceOf(SessionNotFoundError);
    expect(seen.last.fullText).toBe('Still here.');
  });

  it('does not exist ends the stream', async () => {
    const seen = record(live().client.stream('ses_0000000000000000000000000', 'Hello?'));
    await expect(seen.error()).resolves.toBeInstanceOf(SessionNotFoundError);
    expect(posts(live())).toBe(1);
  });

  it('does not exist cannot be attached to', async () => {
    const seen = record(live().client.attach('ses_0000000000000000000000000'));
    await expect(seen.error()).resolves.toBeInstanceOf(SessionNotFoundError);
    expect(posts(live())).toBe(0);
  });
});

describe('a wrong password', () => {
  it('ends everything at once, without a reconnect loop', async () => {
    const { newClient, newSession, proxy, sandbox } = live();
    const client = newClient({ password: 'wrong' });
    const sessionID = await newSession();
    const states = record(client.connection$);
    const start = Date.now();
    const errors = [record(client.stream(sessionID, 'Hello?')).error(), record(client.events$).error()];
    for (const error of await Promise.all(errors)) {
      expect(error).toBeInstanceOf(UnauthorizedError);
      expect((error as Error).message).not.toContain('wrong');
    }
    expect(Date.now() - start).toBeLessThan(1_000);
    expect(states.last).toMatchObject({ status: 'failed' });
    // A reconnect would have come within half a second.
    await lastValueFrom(timer(700));
    expect(proxy.requests.map(({ path }) => path)).toEqual(['/event']);
    expect(await storedMessages(sandbox, sessionID)).toEqual([]);
    client.close();
    await states.completion();
  });
});
