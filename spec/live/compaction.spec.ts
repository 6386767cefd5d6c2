import { bash, fail, scripted, step, text, wait } from '../../examples/sandbox/index.js';
import type { Reply, ReplyStream } from '../../lib/index.js';
import { expectAsStored, expectShown, posts } from '../support/expect-turn.js';
import { useLive } from '../support/live.js';
import { needs } from '../support/needs.js';
import { record, type Recording } from '../support/recording.js';
import { eventually, plainTurn, storedMessages } from '../support/sandbox.js';

/** So short that one long tool output fills it. */
const limit = { context: 40_000, output: 4_000 };

const live = useLive({
  config: { permission: { bash: 'allow' }, provider: { scripted: { models: { scripted: { limit } } } } },
});

/** A step whose output is a quarter of what the model can take. */
const bulky = (words: string) => step(text(words), bash('head -c 50000 /dev/zero | tr "\\0" x | fold -w 100'));

/** How servers ask the model for a summary: the last until 1.3.2. */
const SUMMARY = /Here is the conversation so far|Create a new anchored summary|continuing our conversation above/;
const GO_ON = /^(Continue if you have next steps|The previous request exceeded)/;

beforeEach(() => {
  const { model } = live().sandbox;
  model.on(GO_ON, [step(text('Going on.'), bash('echo more')), step(text('Done after all.'))]);
  model.on(SUMMARY, [step(text('The summary.'))]);
});

const WORDS = ['One.', 'Two.', 'Three.', 'Four.', 'Five.', 'Six.'];
const filling = scripted('Fill.', ...WORDS.map(bulky));

/** What the server wrote from the prompt on but the summaries. */
async function storedAnswers({ sessionID, messageID }: ReplyStream) {
  const messages = await storedMessages(live().sandbox, sessionID);
  const from = messages.findIndex(({ info }) => info.id === messageID);
  return messages.slice(from).filter(({ info }) => info.role === 'assistant' && info['summary'] !== true);
}

/** The reply holds the answers from before and after the compaction, and nothing of the summary. */
async function expectCompacted(stream: ReplyStream, seen: Recording<Reply>): Promise<void> {
  await seen.completion();
  expectShown(seen, await storedAnswers(stream));
  expect(seen.last).toMatchObject({ status: 'completed', absorbedBy: undefined });
  expect(seen.last.fullText).toMatch(/Going on\.\n\nDone after all\.$/);
  expect(seen.values.some(({ fullText }) => fullText.includes('The summary.'))).toBe(false);
}

describe('a turn in whose middle the server compacts the conversation', () => {
  it('goes on after the summary', async () => {
    needs(live().sandbox, 'going on by itself after a summary');
    const stream = live().client.stream(await live().newSession(), filling);
    const seen = record(stream);
    await expectCompacted(stream, seen);
    expect(seen.last.fullText).toMatch(/^One\.\n\nTwo\./);
    expect(posts(live())).toBe(1);
  });

  it('goes on with the prompt repeated where the provider found the conversation too long', async () => {
    needs(live().sandbox, 'going on by itself after a summary');
    const { client, newSession, sandbox } = live();
    const sessionID = await newSession();
    await plainTurn(sandbox, sessionID, scripted('Early.', step(text('An early answer.'))));
    const tooLong = step(fail(400, { message: 'context_length_exceeded' }));
    const stream = client.stream(sessionID, scripted('Late.', step(text('Looking.'), bash('echo look')), tooLong));
    const seen = record(stream);
    await expectCompacted(stream, seen);
    expect(seen.last.fullText).toBe('Looking.\n\nLooking.\n\nGoing on.\n\nDone after all.');
  });

  it('begins after the summary where the conversation before it was too long', async () => {
    needs(live().sandbox, 'going on by itself after a summary');
    const { client, newSession, sandbox } = live();
    const sessionID = await newSession();
    const filled = scripted('Fill.', ...WORDS.slice(0, 3).map(bulky), step(fail(401)));
    await plainTurn(sandbox, sessionID, filled).catch(() => undefined);
    const stream = client.stream(sessionID, scripted('After.', ...WORDS.slice(0, 3).map(bulky)));
    const seen = record(stream);
    await expectCompacted(stream, seen);
  });

  it('is whole though the connection is cut while the summary is written', async () => {
    needs(live().sandbox, 'going on by itself after a summary');
    const { client, newSession, proxy, sandbox } = live();
    sandbox.model.on(SUMMARY, [step(wait('cut summary'), text('The summary.'))]);
    const stream = client.stream(await newSession(), filling);
    const seen = record(stream);
    await sandbox.model.reached('cut summary');
    await proxy.down();
    sandbox.model.release('cut summary');
    await eventually(
      () => storedAnswers(stream),
      answers => answers.at(-1)?.info['finish'] === 'stop',
    );
    await proxy.up();
    await expectCompacted(stream, seen);
    expect(posts(live())).toBe(1);
  });

  it('is what attach() finds while the summary is written, and after it', async () => {
    needs(live().sandbox, 'going on by itself after a summary');
    const { client, newClient, newSession, sandbox } = live();
    sandbox.model.on(SUMMARY, [step(wait('attach summary'), text('The summary.'))]);
    sandbox.model.on(GO_ON, [step(wait('attach on'), text('Going on.')), step(text('Done after all.'))]);
    const sessionID = await newSession();
    const stream = client.stream(sessionID, filling);
    const seen = record(stream);
    await sandbox.model.reached('attach summary');
    const during = newClient().attach(sessionID);
    const seenDuring = record(during);
    await seenDuring.until(({ parts }) => parts.length > 0);
    expect(during.messageID).toBe(stream.messageID);
    sandbox.model.release('attach summary');
    await sandbox.model.reached('attach on');
    const after = newClient().attach(sessionID);
    const seenAfter = record(after);
    await seenAfter.until(({ parts }) => parts.length > 0);
    expect(after.messageID).toBe(stream.messageID);
    sandbox.model.release('attach on');
    for (const each of [seen, seenDuring, seenAfter]) {
      await each.completion();
      expectShown(each, await storedAnswers(stream));
      expect(each.last).toMatchObject({ status: 'completed' });
    }
  });

  it('fails with the summary', async () => {
    live().sandbox.model.on(SUMMARY, [step(fail(401, { message: 'No more.' }))]);
    const stream = live().client.stream(await live().newSession(), filling);
    const seen = record(stream);
    await seen.completion();
    expect(seen.last).toMatchObject({ status: 'failed', error: { data: { statusCode: 401 } } });
    expectShown(seen, await storedAnswers(stream));
  });

  it('ends before it where it had said all: what the server goes on with is nothing of it', async () => {
    needs(live().sandbox, 'going on by itself after a summary');
    const { client, newSession, sandbox } = live();
    const sessionID = await newSession();
    const enough = scripted('Fill.', ...WORDS.slice(0, 3).map(bulky), step(text('That is all.')));
    const stream = client.stream(sessionID, enough);
    const seen = record(stream);
    await seen.completion();
    await expectAsStored(live(), stream, seen);
    expect(seen.last.fullText).toMatch(/That is all\.$/);
    await eventually(
      () => storedMessages(sandbox, sessionID),
      messages => messages.at(-1)?.parts.some(({ text: words }) => words === 'Done after all.') === true,
    );
  });
});
