import { scripted, step, text, wait } from '../../examples/sandbox/index.js';
import { PromptRejectedError, StaleSessionError, ConnectionError, type LiveMessage } from '../../lib/index.js';
import { posts } from '../support/expect-turn.js';
import { useLive } from '../support/live.js';
import { record } from '../support/recording.js';
import { expectBeginnings, expectTrue, textOf, WatchedSession } from '../support/watched-session.js';

const live = useLive();

const judge = () => live().newClient({ baseUrl: live().sandbox.url });

const say = (words: string) => scripted('Say it.', step(text(words)));

async function watch(): Promise<WatchedSession> {
  const seen = new WatchedSession(live().client.session(await live().newSession()));
  await seen.shown.until(() => true);
  return seen;
}

const isPending = ({ pending }: LiveMessage) => pending === true;

/** How many messages with this id each of the values has. */
const counts = ({ messages }: WatchedSession, messageID: string) => [
  ...new Set(messages.values.map(list => list.filter(({ info }) => info.id === messageID).length)),
];

describe('a prompt sent through a view', () => {
  it('shows at once, and is confirmed without ever being gone or there twice', async () => {
    const seen = await watch();
    const stream = seen.view.stream(say('An answer.'));
    expect(seen.messages.last).toEqual([]);
    const reply = record(stream);
    expect(seen.messages.last).toMatchObject([{ info: { id: stream.messageID, role: 'user' }, pending: true }]);
    expect(textOf(seen.messages.last[0])).toBe(say('An answer.'));
    await reply.completion();
    await expectTrue(judge(), seen);
    expectBeginnings(seen);
    expect(counts(seen, stream.messageID ?? '')).toEqual([0, 1]);
    const confirmed = seen.messages.values.findIndex(([first]) => first !== undefined && !isPending(first));
    expect(seen.messages.values.slice(confirmed).flat().some(isPending)).toBe(false);
    expect(posts(live())).toBe(1);
    seen.leave();
  });

  it('is behind what is being said, and not in the view of another client until it is stored', async () => {
    const seen = await watch();
    const elsewhere = new WatchedSession(live().newClient().session(seen.sessionID));
    const first = record(seen.view.stream(scripted('First.', step(text('One'), wait('queue'), text('.')))));
    await seen.says('One');
    const second = record(seen.view.stream(say('Two.')));
    expect(seen.messages.last).toMatchObject([{}, {}, { pending: true }]);
    live().sandbox.model.release('queue');
    await Promise.all([first.completion(), second.completion()]);
    for (const each of [seen, elsewhere]) await expectTrue(judge(), each);
    expect(elsewhere.messages.values.flat().some(isPending)).toBe(false);
    seen.leave();
    elsewhere.leave();
  });

  it('goes away again where the server rejects it', async () => {
    const seen = await watch();
    const reply = record(seen.view.stream('Who is that?', { agent: 'nobody' }));
    expect(seen.messages.last.map(isPending)).toEqual([true]);
    expect(await reply.error()).toBeInstanceOf(PromptRejectedError);
    expect(seen.messages.last).toEqual([]);
    await expectTrue(judge(), seen);
    seen.leave();
  });

  it('goes away again where it never reached the server', async () => {
    const seen = await watch();
    live().proxy.break('/prompt_async', { kind: 'refuse' });
    const refused = record(seen.view.stream('Lost.'));
    expect(await refused.error()).toBeInstanceOf(ConnectionError);
    expect(seen.messages.last).toEqual([]);
    await live().proxy.down();
    const unsent = record(seen.view.stream('Nobody there.', { firstEventTimeout: 500 }));
    expect(seen.messages.last.map(isPending)).toEqual([true]);
    const error = await unsent.error();
    expect(error instanceof ConnectionError || error instanceof StaleSessionError).toBe(true);
    expect(seen.messages.last).toEqual([]);
    await live().proxy.up();
    await expectTrue(judge(), seen);
    expect(posts(live())).toBe(1);
    seen.leave();
  });

  it('stays, though the answer to its post and the event of it are lost', async () => {
    const seen = await watch();
    const { proxy } = live();
    proxy.break('/prompt_async', { kind: 'loseAnswer' });
    const stream = seen.view.stream(say('Found again.'));
    const reply = record(stream);
    proxy.cut();
    await reply.completion();
    await expectTrue(judge(), seen);
    expect(seen.messages.last.map(({ info }) => info.role)).toEqual(['user', 'assistant']);
    expect(counts(seen, stream.messageID ?? '')).toEqual([0, 1]);
    expect(posts(live())).toBe(1);
    seen.leave();
  });

  it('goes when its sender leaves before the server has it', async () => {
    const seen = await watch();
    live().proxy.break('/prompt_async', { kind: 'hang' });
    const reply = record(seen.view.stream('Never mind.'));
    expect(seen.messages.last.map(isPending)).toEqual([true]);
    reply.unsubscribe();
    expect(seen.messages.last).toEqual([]);
    seen.leave();
  });
});
