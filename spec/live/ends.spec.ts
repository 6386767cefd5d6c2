import { lastValueFrom, timer } from 'rxjs';
import { drop, fail, question, scripted, step, text, wait } from '../../examples/sandbox/index.js';
import { PromptRejectedError, SessionNotFoundError, UnauthorizedError, type StreamOptions } from '../../lib/index.js';
import { expectAsStored, expectWhole, posts } from '../support/expect-turn.js';
import { follow } from '../support/follow.js';
import { useLive } from '../support/live.js';
import { needs } from '../support/needs.js';
import { record } from '../support/recording.js';
import { rest, storedMessages } from '../support/sandbox.js';
import { begin, stuck } from '../support/live-turns.js';

const live = useLive();

describe('a provider that', () => {
  it('refuses fails the turn with its error', async () => {
    const { stream, seen } = await begin(live(), scripted('Refuse.', step(fail(401, { message: 'Who are you?' }))));
    await expectWhole(live(), stream, seen);
    expect(seen.last).toMatchObject({ status: 'failed', error: { name: 'APIError', data: { statusCode: 401 } } });
    expect(JSON.stringify(seen.last.error)).toContain('Who are you?');
  });

  it('is busy is tried again, and the reply says so meanwhile', async () => {
    const { stream, seen } = await begin(live(), scripted('Retry.', step(fail(429, { times: 2 }), text('At last.'))));
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
      live(),
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

describe('a prompt that never runs', () => {
  it.each<[string, StreamOptions, RegExp]>([
    ['an unknown model', { model: 'scripted/nobody' }, /model not found.*nobody/i],
    ['an unknown provider', { model: 'nobody/nothing' }, /model not found.*nobody/i],
    ['an unknown agent', { agent: 'nobody' }, /agent not found.*nobody/i],
  ])('for %s errors soon, with the words of the server', async (_, options, words) => {
    if ('agent' in options) needs(live().sandbox, 'words about an unknown agent');
    await live().newSession();
    const { seen } = await begin(live(), 'Hello?', options);
    const start = Date.now();
    const error = await seen.error();
    expect(error).toBeInstanceOf(PromptRejectedError);
    expect(Date.now() - start).toBeLessThan(3_000);
    expect(seen.last.parts).toEqual([]);
    expect(posts(live())).toBe(1);
    expect((error as Error).message).toMatch(words);
  });

  it('for an unknown model errors when its turn in the queue comes', async () => {
    const first = await begin(live(), stuck('Busy.', 'queued model'));
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
    const first = await begin(live(), stuck('Busy.', 'queued agent'));
    await first.seen.until(({ fullText }) => fullText === 'Busy.');
    const second = record(live().client.stream(first.stream.sessionID, 'Hello?', { agent: 'nobody' }));
    await expect(second.error()).resolves.toBeInstanceOf(PromptRejectedError);
    live().sandbox.model.release('queued agent');
    await first.seen.completion();
    await expectAsStored(live(), first.stream, first.seen);
    expect(first.seen.last).toMatchObject({ status: 'completed', fullText: 'Busy. And the rest.' });
  });

  it('errors again for whoever comes later, without a request', async () => {
    const { stream, seen } = await begin(live(), 'Hello?', { model: 'scripted/nobody' });
    const error = await seen.error();
    const before = live().proxy.requests.length;
    await expect(record(stream).error()).resolves.toBe(error);
    expect(live().proxy.requests).toHaveLength(before);
  });
});

describe('a session that', () => {
  it('is deleted mid-turn ends the stream', async () => {
    const { stream, seen } = await begin(live(), stuck('Still here.', 'delete'));
    await seen.until(({ fullText }) => fullText === 'Still here.');
    await rest(live().sandbox, 'DELETE', `/session/${stream.sessionID}`);
    await expect(seen.error()).resolves.toBeInstanceOf(SessionNotFoundError);
    expect(seen.last.fullText).toBe('Still here.');
  });

  it('is deleted while a question waits ends the stream, and with it the asking', async () => {
    const { stream, seen } = await begin(live(), scripted('Ask.', step(question('Still there?', ['Yes']))));
    await seen.until(({ promptBlocked }) => promptBlocked);
    await rest(live().sandbox, 'DELETE', `/session/${stream.sessionID}`);
    await expect(seen.error()).resolves.toBeInstanceOf(SessionNotFoundError);
  });

  it('is deleted while a prompt waits in its queue ends both streams', async () => {
    const first = await begin(live(), stuck('Busy.', 'deleted queue'));
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
    const { stream, seen } = await begin(live(), stuck('Still here.', 'deleted in a gap'));
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
