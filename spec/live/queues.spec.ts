import { lastValueFrom } from 'rxjs';
import { bash, fail, finish, scripted, step, text, wait, type Act } from '../../examples/sandbox/index.js';
import { PromptRejectedError, type Reply, type ReplyStream, type StreamOptions } from '../../lib/index.js';
import { expectAsStored, posts } from '../support/expect-turn.js';
import { useLive } from '../support/live.js';
import { record, type Recording } from '../support/recording.js';
import { eventually, storedMessages } from '../support/sandbox.js';

const live = useLive();

interface Followed {
  readonly stream: ReplyStream;
  readonly seen: Recording<Reply>;
}

/** A turn of the session, subscribed, and its prompt in the server's store. */
async function follow(sessionID: string, prompt: string, options: StreamOptions = {}): Promise<Followed> {
  const stream = live().client.stream(sessionID, prompt, options);
  const seen = record(stream);
  await eventually(
    () => storedMessages(live().sandbox, sessionID),
    messages => messages.some(({ info }) => info.id === stream.messageID),
  );
  return { stream, seen };
}

const say = (words: string, ...more: Act[]) => scripted(words, step(text(words), ...more));

/** A turn that stands at a gate in the middle of its text. */
async function followToGate(sessionID: string, gate: string, ...last: Act[]): Promise<Followed> {
  const followed = await follow(sessionID, say('First', wait(gate), ...last));
  await live().sandbox.model.reached(gate);
  return followed;
}

/** A turn that stands in its tool step, waiting for a permission. */
async function followToTool(sessionID: string): Promise<Followed> {
  const followed = await follow(
    sessionID,
    scripted('A tool.', step(text('First.'), bash('echo tool')), step(text('Never.'))),
  );
  await followed.seen.until(({ promptBlocked }) => promptBlocked);
  return followed;
}

const decide = async ({ seen }: Followed, reply: 'once' | 'reject') =>
  lastValueFrom(live().client.replyPermission(seen.last.pendingPermissions[0]?.id ?? '', reply));

/** All of them ended, each with what the server stored for it, posted once, over one connection. */
async function expectOwn(...turns: readonly Followed[]): Promise<void> {
  await Promise.all(turns.map(({ seen }) => seen.completion()));
  for (const { stream, seen } of turns) await expectAsStored(live(), stream, seen);
  expect(posts(live())).toBe(turns.length);
  expect(live().proxy.count('GET /event')).toBe(1);
}

const outcomes = (...turns: readonly Followed[]) => turns.map(({ seen }) => [seen.last.status, seen.last.fullText]);

describe('an abort and a prompt right after it', () => {
  it('leave each turn whole and its own, twenty times in a row', async () => {
    const { client, newSession, sandbox } = live();
    const sessionID = await newSession();
    const turns: Followed[] = [];
    for (let round = 0; round < 20; round++) {
      const stream = client.stream(
        sessionID,
        say(`Word ${String(round)}.`, wait(`never ${String(round)}`), text(' More.')),
      );
      const seen = record(stream);
      turns.push({ stream, seen });
      await seen.until(({ fullText }) => fullText !== '');
      await lastValueFrom(stream.abort());
    }
    const last = await follow(sessionID, say('The last one.'));
    turns.push(last);
    await expectOwn(...turns);
    const aborted = turns.slice(0, -1).map(({ seen }) => seen.last);
    expect(aborted.map(({ status, error }) => [status, error?.name])).toEqual(
      aborted.map(() => ['aborted', 'MessageAbortedError']),
    );
    aborted.forEach(({ fullText }, round) => expect([`Word`, `Word ${String(round)}.`]).toContain(fullText));
    expect(last.seen.last).toMatchObject({ status: 'completed', fullText: 'The last one.', error: undefined });
    expect(await storedMessages(sandbox, sessionID)).toHaveLength(42);
  });

  it('do not make the second one aborted, however late the first one ends', async () => {
    const { client, newSession } = live();
    const sessionID = await newSession();
    const first = await followToGate(sessionID, 'late end');
    const abort = record(first.stream.abort());
    const stream = client.stream(sessionID, say('Second.'));
    const second = { stream, seen: record(stream) };
    await abort.completion();
    await Promise.all([first.seen.completion(), second.seen.completion()]);
    expect(first.seen.last.status).toBe('aborted');
    await expectAsStored(live(), stream, second.seen);
  });
});

describe('a prompt that waits behind another', () => {
  it('gets its own answer, and the first does not wait for it', async () => {
    const sessionID = await live().newSession();
    const first = await followToGate(sessionID, 'two: first', text('.'));
    const second = await follow(sessionID, say('Second', wait('two: second'), text('.')));
    expect([first.seen.last.status, second.seen.last.status]).toEqual(['working', 'waiting']);
    live().sandbox.model.release('two: first');
    await first.seen.completion();
    expect(second.seen.ending).toBeUndefined();
    live().sandbox.model.release('two: second');
    await expectOwn(first, second);
    expect(outcomes(first, second)).toEqual([
      ['completed', 'First.'],
      ['completed', 'Second.'],
    ]);
    expect([first.seen.last.absorbedBy, second.seen.last.absorbedBy]).toEqual([undefined, undefined]);
  });

  it('is passed over for a later one, and says for which', async () => {
    const sessionID = await live().newSession();
    const first = await followToGate(sessionID, 'three: first', text('.'));
    const second = await follow(sessionID, say('Second.'));
    const third = await follow(sessionID, say('Third', wait('three: third'), text('.')));
    live().sandbox.model.release('three: first');
    await Promise.all([first.seen.completion(), second.seen.completion()]);
    expect(third.seen.ending).toBeUndefined();
    live().sandbox.model.release('three: third');
    await Promise.all([first, second, third].map(({ seen }) => seen.completion()));
    expect(outcomes(first, second, third)).toEqual([
      ['completed', 'First.'],
      ['completed', ''],
      ['completed', 'Third.'],
    ]);
    expect(second.seen.last).toMatchObject({ absorbedBy: third.stream.messageID, parts: [] });
    expect([first.seen.last.absorbedBy, third.seen.last.absorbedBy]).toEqual([undefined, undefined]);
    await expectOwn(first, second, third);
  });

  it('takes the session over in the middle of a tool step: the first completes with what it has', async () => {
    const sessionID = await live().newSession();
    const first = await followToTool(sessionID);
    const second = await follow(sessionID, say('Second.'));
    await decide(first, 'once');
    await expectOwn(first, second);
    expect(outcomes(first, second)).toEqual([
      ['completed', 'First.'],
      ['completed', 'Second.'],
    ]);
    expect(first.seen.last.absorbedBy).toBe(second.stream.messageID);
    expect(first.seen.last.toolParts.map(({ status }) => status)).toEqual(['completed']);
    expect(second.seen.last.absorbedBy).toBeUndefined();
  });

  it('takes the session over also when it wants no reply, for a busy session answers it all the same', async () => {
    const sessionID = await live().newSession();
    const first = await followToTool(sessionID);
    const note = await follow(sessionID, say('A note.'), { noReply: true });
    await note.seen.completion();
    expect(note.seen.last).toMatchObject({ status: 'completed', parts: [] });
    expect(first.seen.ending).toBeUndefined();
    await decide(first, 'once');
    await first.seen.completion();
    expect(first.seen.last).toMatchObject({ status: 'completed', absorbedBy: note.stream.messageID });
    await expectAsStored(live(), first.stream, first.seen);
  });

  it('is aborted with the one before it, without an answer', async () => {
    const sessionID = await live().newSession();
    const first = await followToGate(sessionID, 'abort all');
    const second = await follow(sessionID, say('Second.'));
    const third = await follow(sessionID, say('Third.'));
    await lastValueFrom(first.stream.abort());
    await expectOwn(first, second, third);
    expect(outcomes(first, second, third)).toEqual([
      ['aborted', 'First'],
      ['aborted', ''],
      ['aborted', ''],
    ]);
    expect([second, third].map(({ seen }) => seen.last.parts)).toEqual([[], []]);
  });

  it.each<[string, Act[], string]>([
    ['refuses', [wait('refuses'), fail(401, { message: 'Who are you?' })], 'Who are you?'],
    ['filters', [text('Bad words.'), wait('filters'), finish('content_filter')], 'content filter'],
  ])('never runs where the provider %s the one before it, and says why', async (how, acts, words) => {
    const sessionID = await live().newSession();
    const first = await follow(sessionID, scripted('First.', step(...acts)));
    await live().sandbox.model.reached(how);
    const second = await follow(sessionID, say('Second.'));
    live().sandbox.model.release(how);
    await first.seen.completion();
    expect(first.seen.last.status).toBe('failed');
    const error = await second.seen.error();
    expect(error).toBeInstanceOf(PromptRejectedError);
    expect(String(error)).toContain(words);
    expect(second.seen.last.parts).toEqual([]);
  });

  it('never runs where a permission of the one before it is rejected', async () => {
    const sessionID = await live().newSession();
    const first = await followToTool(sessionID);
    const second = await follow(sessionID, say('Second.'));
    await decide(first, 'reject');
    await first.seen.completion();
    expect(first.seen.last).toMatchObject({ status: 'completed', fullText: 'First.' });
    await expect(second.seen.error()).resolves.toBeInstanceOf(PromptRejectedError);
    const next = await follow(sessionID, say('Third.'));
    await next.seen.completion();
    await expectAsStored(live(), next.stream, next.seen);
  });
});
