import { bash, question, scripted, step, text, wait } from '../../examples/sandbox/index.js';
import type { OpencodeClient, Reply, ReplyStream } from '../../lib/index.js';
import { expectAsStored, posts } from '../support/expect-turn.js';
import { happens, useLive } from '../support/live.js';
import { record, type Recording } from '../support/recording.js';
import { eventually, rest, storedMessages } from '../support/sandbox.js';

const live = useLive();

/** Milliseconds within which a turn that nobody will finish ends, once the server can be asked again. */
const SOON = 12_000;

interface Watched {
  readonly stream: ReplyStream;
  readonly seen: Recording<Reply>;
}

/** A client with no proxy between: a killed server resets its socket, and then refuses. */
const direct = (): OpencodeClient => live().newClient({ baseUrl: live().sandbox.url });

const watch = (stream: ReplyStream): Watched => ({ stream, seen: record(stream) });

async function begin(client: OpencodeClient, prompt: string): Promise<Watched> {
  return watch(client.stream(await live().newSession(), prompt));
}

/** Kills the server and starts it again; resolves when it is ready and the client hears it. */
async function killAndRestart(client: OpencodeClient): Promise<void> {
  const { sandbox } = live();
  const states = record(client.connection$);
  await sandbox.kill();
  await states.until(({ status }) => status === 'reconnecting');
  await sandbox.restart();
  await states.until(state => state.status === 'open' && state.epoch > 1);
  states.unsubscribe();
}

/** How many answers, one after the other, it takes to be sure of an end. */
const QUESTIONS = 6;

/** They all end as interrupted, soon: what a server that is still cold takes to answer plain questions is not counted. */
async function expectInterrupted(...watched: readonly Watched[]): Promise<void> {
  const start = Date.now();
  const cold = Promise.all(watched.map(({ stream }) => storedMessages(live().sandbox, stream.sessionID)));
  const coldness = cold.then(() => Date.now() - start);
  await Promise.all(watched.map(({ seen }) => seen.completion()));
  const end = Date.now();
  expect(watched.map(({ seen }) => seen.last.status)).toEqual(watched.map(() => 'interrupted'));
  expect(end - start).toBeLessThan(SOON + QUESTIONS * (await coldness));
  for (const { stream, seen } of watched) {
    await expectAsStored(live(), stream, seen);
    expect(seen.last).toMatchObject({ pendingQuestions: [], pendingPermissions: [] });
    expect(await promptsOf(stream)).toHaveLength(1);
  }
}

const promptsOf = async ({ sessionID, messageID }: ReplyStream) =>
  (await storedMessages(live().sandbox, sessionID)).filter(({ info }) => info.id === messageID);

const isStored = (stream: ReplyStream) =>
  eventually(
    () => promptsOf(stream),
    prompts => prompts.length === 1,
  );

describe('a server that is killed', () => {
  it('interrupts the turns it was at, whatever it was at', async () => {
    const { sandbox } = live();
    const client = direct();
    const speaking = await begin(client, scripted('Talk.', step(text('Half of it.'), wait('never'), text(' More.'))));
    const thinking = await begin(client, scripted('Think.', step(wait('thinking'))));
    const asking = await begin(client, scripted('Ask.', step(question('Which?', ['This', 'That']))));
    const permitting = await begin(client, scripted('May I?', step(bash('echo never'))));
    const between = await begin(
      client,
      scripted('Work.', step(text('I look.'), bash('echo seen')), step(wait('between'), text('Seen.'))),
    );
    const { pendingPermissions } = await between.seen.until(({ promptBlocked }) => promptBlocked);
    await rest(sandbox, 'POST', `/permission/${pendingPermissions[0]?.id ?? ''}/reply`, { reply: 'once' });
    await sandbox.model.reached('thinking');
    await sandbox.model.reached('between');
    await speaking.seen.until(({ fullText }) => fullText === 'Half of it.');
    await asking.seen.until(({ pendingQuestions }) => pendingQuestions.length === 1);
    await permitting.seen.until(reply => reply.pendingPermissions.length === 1);
    const queued = watch(client.stream(thinking.stream.sessionID, scripted('Then.', step(text('Then what?')))));
    await isStored(queued.stream);

    await killAndRestart(client);

    await expectInterrupted(speaking, thinking, asking, permitting, between, queued);
    expect(between.seen.last.toolParts).toMatchObject([{ tool: 'bash', status: 'completed' }]);
    expect(queued.seen.last).toMatchObject({ parts: [], absorbedBy: undefined });
    expect(await rest(sandbox, 'GET', '/question')).toEqual([]);
  });

  it('takes the next prompt of a session whose turn it interrupted', async () => {
    const client = direct();
    const first = await begin(client, scripted('First.', step(wait('next'))));
    await live().sandbox.model.reached('next');
    await killAndRestart(client);
    await expectInterrupted(first);
    const second = watch(client.stream(first.stream.sessionID, scripted('Second.', step(text('Here again.')))));
    await second.seen.completion();
    expect(second.seen.last).toMatchObject({ status: 'completed', fullText: 'Here again.' });
    await expectAsStored(live(), second.stream, second.seen);
  });

  it('before it answered the post leaves an unknown turn, which is found when it is back', async () => {
    const { client, proxy, sandbox } = live();
    const stream = client.stream(await live().newSession(), scripted('Gone.', step(wait('gone'))));
    proxy.break('/prompt_async', { kind: 'delay', by: 60_000 });
    const seen = record(stream);
    await isStored(stream);
    await proxy.down();
    await sandbox.kill();
    await sandbox.restart();
    await proxy.up();
    await expectInterrupted({ stream, seen });
    expect(posts(live())).toBe(1);
  });

  it('while nobody watched is noticed by whoever comes back, or comes new', async () => {
    const { sandbox, proxy } = live();
    const { client } = live();
    const left = await begin(client, scripted('Leave.', step(text('Half.'), wait('left'))));
    await left.seen.until(({ fullText }) => fullText === 'Half.');
    left.seen.unsubscribe();
    expect(await happens(() => proxy.openStreams === 0)).toBe(true);
    await sandbox.kill();
    await sandbox.restart();
    await expectInterrupted(watch(left.stream), watch(client.attach(left.stream.sessionID)));
    expect(posts(live())).toBe(1);
  });
});
