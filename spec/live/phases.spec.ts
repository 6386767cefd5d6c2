import { concatMap, defer, EMPTY, firstValueFrom, lastValueFrom, of, retry, take, throwError, timer } from 'rxjs';
import { bash, scripted, step, text, todowrite, wait } from '../../examples/sandbox/index.js';
import type { Reply, ReplyStream } from '../../lib/index.js';
import { expectAsStored, posts } from '../support/expect-turn.js';
import { follow, say, watch } from '../support/follow.js';
import { happens, useLive } from '../support/live.js';
import { record } from '../support/recording.js';
import { plainPrompt, storedMessages } from '../support/sandbox.js';

const live = useLive();
const closed = () => happens(() => live().proxy.openStreams === 0);

/** Leaves as soon as the reply is good, when the event connection has been closed. */
async function leaveWhen(stream: ReplyStream, isGood: (reply: Reply) => boolean): Promise<void> {
  const seen = record(stream);
  await seen.until(isGood);
  seen.unsubscribe();
  expect(await closed()).toBe(true);
}

const prompts = async (sessionID: string) =>
  (await storedMessages(live().sandbox, sessionID)).filter(({ info }) => info.role === 'user').length;

/** Who comes back sees the rest of the one turn. */
async function expectRest(stream: ReplyStream, fullText: string): Promise<void> {
  const again = record(stream);
  await again.completion();
  expect(again.last).toMatchObject({ status: 'completed', fullText });
  await expectAsStored(live(), stream, again);
  expect(posts(live())).toBe(1);
  expect(await prompts(stream.sessionID)).toBe(1);
  expect(live().proxy.count('/abort')).toBe(0);
}

describe('whoever leaves and comes back', () => {
  it('before the connection is open: nothing was sent, the turn begins now', async () => {
    const stream = live().client.stream(await live().newSession(), say('Late.'));
    record(stream).unsubscribe();
    expect(await closed()).toBe(true);
    expect(posts(live())).toBe(0);
    await expectRest(stream, 'Late.');
  });

  it('while the prompt is posted', async () => {
    const stream = live().client.stream(await live().newSession(), say('Posting.'));
    const seen = record(stream);
    await happens(() => posts(live()) === 1);
    seen.unsubscribe();
    await expectRest(stream, 'Posting.');
  });

  it('while it waits in the queue', async () => {
    const sessionID = await live().newSession();
    await plainPrompt(live().sandbox, sessionID, say('First', wait('queue'), text('.')));
    await live().sandbox.model.reached('queue');
    const { stream, seen } = await follow(live(), sessionID, say('Second.'));
    seen.unsubscribe();
    expect(await closed()).toBe(true);
    const again = watch(stream);
    live().sandbox.model.release('queue');
    await again.seen.completion();
    expect(again.seen.last).toMatchObject({ status: 'completed', fullText: 'Second.' });
    expect([posts(live()), await prompts(sessionID)]).toEqual([1, 2]);
  });

  it('in the middle of a text', async () => {
    const stream = live().client.stream(await live().newSession(), say('Half', wait('text'), text(' and half.')));
    await leaveWhen(stream, ({ fullText }) => fullText === 'Half');
    live().sandbox.model.release('text');
    await expectRest(stream, 'Half and half.');
  });

  it('while a permission is asked', async () => {
    const prompt = scripted('Run.', step(bash('echo back')), step(text('Ran.')));
    const answers = [EMPTY, of('once' as const)];
    const onPermission = () => answers.shift() ?? EMPTY;
    const stream = live().client.stream(await live().newSession(), prompt, { onPermission });
    await leaveWhen(stream, ({ promptBlocked }) => promptBlocked);
    await expectRest(stream, 'Ran.');
  });

  it('between two steps', async () => {
    const prompt = scripted(
      'Plan.',
      step(text('One.'), todowrite({ Look: 'completed' })),
      step(wait('step'), text('Two.')),
    );
    const stream = live().client.stream(await live().newSession(), prompt);
    await leaveWhen(stream, ({ toolParts }) => toolParts.length === 1);
    live().sandbox.model.release('step');
    await expectRest(stream, 'One.\n\nTwo.');
  });

  it('ten times in one turn', async () => {
    const stream = live().client.stream(await live().newSession(), say('Word.', wait('ten'), text(' Last.')));
    for (let round = 0; round < 10; round++) await firstValueFrom(stream);
    await leaveWhen(stream, ({ fullText }) => fullText === 'Word.');
    for (let round = 0; round < 10; round++) {
      const again = record(stream);
      expect(again.atOnce.at(-1)?.fullText).toBe('Word.');
      expect(await happens(() => live().proxy.openStreams === 1)).toBe(true);
      again.unsubscribe();
      expect(await closed()).toBe(true);
    }
    live().sandbox.model.release('ten');
    await expectRest(stream, 'Word. Last.');
  });
});

describe('take(1)', () => {
  it('is the waiting snapshot, and sends nothing', async () => {
    const stream = live().client.stream(await live().newSession(), say('Never asked.'));
    const seen = record(stream.pipe(take(1)));
    expect(seen.atOnce.map(({ status }) => status)).toEqual(['waiting']);
    expect(await closed()).toBe(true);
    await lastValueFrom(live().client.health());
    expect(posts(live())).toBe(0);
  });
});

describe('retry()', () => {
  it('takes up one turn however often the reader breaks down', async () => {
    const stream = live().client.stream(await live().newSession(), say('One two three four five six.'));
    let lives = 0;
    const fragile$ = defer(() => {
      lives += 1;
      const limit = lives;
      return stream.pipe(
        concatMap((reply, at) => (at >= limit && limit < 5 ? throwError(() => new Error('broke')) : [reply])),
      );
    });
    const seen = record(fragile$.pipe(retry({ count: 10, delay: () => timer(1) })));
    await seen.completion();
    expect(lives).toBeGreaterThan(1);
    expect(seen.last).toMatchObject({ status: 'completed', fullText: 'One two three four five six.' });
    expect([posts(live()), await prompts(stream.sessionID)]).toEqual([1, 1]);
  });
});
