import { first, of, retry, throwError } from 'rxjs';
import { scripted, step, text } from '../../examples/sandbox/index.js';
import { BadRequestError, ConnectionError, ServerError, type Reply, type ReplyStream } from '../../lib/index.js';
import { expectAsStored, posts } from '../support/expect-turn.js';
import type { Fault } from '../support/faults.js';
import { happens, useLive } from '../support/live.js';
import { record, type Recording } from '../support/recording.js';
import { eventually, storedMessages } from '../support/sandbox.js';

const live = useLive();

const POST = '/prompt_async';
const isSearch = ({ method, path }: { method: string; path: string }) => method === 'GET' && /\/message\/./.test(path);

async function prepare(words: string): Promise<ReplyStream> {
  return live().client.stream(await live().newSession(), scripted(words, step(text('Here I am.'))));
}

const promptsIn = async ({ sessionID }: ReplyStream) =>
  (await storedMessages(live().sandbox, sessionID)).filter(({ info }) => info.role === 'user');

/** The turn ran once, and is whole. */
async function expectOnce(stream: ReplyStream, seen: Recording<Reply>): Promise<void> {
  await seen.completion();
  expect(seen.last).toMatchObject({ status: 'completed', fullText: 'Here I am.' });
  await expectAsStored(live(), stream, seen);
  expect(await promptsIn(stream)).toMatchObject([{ info: { id: stream.messageID }, parts: [{ type: 'text' }] }]);
}

describe('the answer to a post', () => {
  it('that is lost is made good by the message, which is there', async () => {
    const stream = await prepare('Lost.');
    live().proxy.break(POST, { kind: 'loseAnswer' });
    await expectOnce(stream, record(stream));
    expect(posts(live())).toBe(1);
  });

  it('that is lost is made good by events where the message cannot be looked for', async () => {
    const stream = await prepare('Heard.');
    live().proxy.break(POST, { kind: 'loseAnswer' });
    live().proxy.break(isSearch, { kind: 'refuse' }, Infinity);
    await expectOnce(stream, record(stream));
    expect(posts(live())).toBe(1);
  });

  it('that comes when the turn is over already is not waited for', async () => {
    const stream = await prepare('Late.');
    live().proxy.break(POST, { kind: 'delay', by: 60_000 });
    await expectOnce(stream, record(stream));
    expect(posts(live())).toBe(1);
  });

  it('that nobody waited for is found by whoever comes back', async () => {
    const stream = await prepare('Left.');
    live().proxy.break(POST, { kind: 'delay', by: 60_000 });
    const seen = record(stream);
    await eventually(
      () => promptsIn(stream),
      prompts => prompts.length === 1,
    );
    seen.unsubscribe();
    await expectOnce(stream, record(stream));
    expect(posts(live())).toBe(1);
  });
});

/** Breaks the post of a stream. */
const breakPost = ({ sessionID }: ReplyStream, fault: Fault) => live().proxy.break(`/${sessionID}${POST}`, fault);

describe('a post of which the server may have heard, and has not', () => {
  it('is looked for in vain, ends the stream with its error, and is never sent again', async () => {
    const [refused, overloaded, left] = [await prepare('Hello?'), await prepare('Busy?'), await prepare('Never mind.')];
    breakPost(refused, { kind: 'refuse' });
    breakPost(overloaded, { kind: 'answer', status: 503, body: 'try later' });
    breakPost(left, { kind: 'hang' });
    const [one, two, three] = [record(refused), record(overloaded), record(left)];
    expect(await happens(() => posts(live()) === 3)).toBe(true);
    three.unsubscribe();
    const errors = await Promise.all([one.error(), two.error(), record(left).error()]);
    expect(errors).toEqual([expect.any(ConnectionError), expect.any(ServerError), expect.any(ConnectionError)]);

    const looks = live().proxy.requests.filter(isSearch).length;
    const streams = [refused, overloaded, left];
    const again = await Promise.all(streams.map(stream => record(stream).error()));
    again.forEach((error, at) => expect(error).toBe(errors[at]));
    expect(live().proxy.requests.filter(isSearch).length).toBeGreaterThan(looks);
    expect(posts(live())).toBe(3);
    for (const stream of streams) expect(await promptsIn(stream)).toEqual([]);
  });
});

describe('a post of which the server certainly has not heard', () => {
  it('because nobody listened goes again on a retry', async () => {
    const { client, proxy } = live();
    const stream = await prepare('Knock knock.');
    client.connection$.pipe(first(({ status }) => status === 'open')).subscribe(() => proxy.closeDoor());
    const errors: unknown[] = [];
    const delay = (error: unknown) => {
      errors.push(error);
      return proxy.up();
    };
    const seen = record(stream.pipe(retry({ delay })));
    await expectOnce(stream, seen);
    expect(errors).toEqual([expect.any(ConnectionError)]);
    expect(posts(live())).toBe(1);
  });

  it('because there were too many requests goes again on a retry', async () => {
    const stream = await prepare('Once more.');
    breakPost(stream, { kind: 'answer', status: 429 });
    const errors: unknown[] = [];
    const delay = (error: unknown) => {
      errors.push(error);
      return errors.length > 1 ? throwError(() => error) : of(true);
    };
    await expectOnce(stream, record(stream.pipe(retry({ delay }))));
    expect(errors).toEqual([expect.any(BadRequestError)]);
    expect(posts(live())).toBe(2);
  });
});
