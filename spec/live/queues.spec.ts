import { lastValueFrom } from 'rxjs';
import { fail, finish, scripted, step, text, wait, type Act } from '../../examples/sandbox/index.js';
import { PromptRejectedError } from '../../lib/index.js';
import { expectAsStored, posts } from '../support/expect-turn.js';
import {
  decide,
  expectEachAsStored,
  follow,
  followToGate,
  followToTool,
  say,
  watch,
  type Followed,
} from '../support/follow.js';
import { useLive } from '../support/live.js';
import { needs } from '../support/needs.js';
import { record } from '../support/recording.js';
import { storedMessages } from '../support/sandbox.js';

const live = useLive();

/** All of them ended, each with what the server stored for it, posted once, over one connection. */
async function expectOwn(...turns: readonly Followed[]): Promise<void> {
  await expectEachAsStored(live(), ...turns);
  expect(posts(live())).toBe(turns.length);
  expect(live().proxy.count('GET /event')).toBe(1);
}

const outcomes = (...turns: readonly Followed[]) => turns.map(({ seen }) => [seen.last.status, seen.last.fullText]);

const ROUNDS = Array.from({ length: 20 }, (_, round) => String(round));

describe('an abort and a prompt right after it', () => {
  it('leave each turn whole and its own, twenty times in a row', async () => {
    const { client, newSession } = live();
    const sessionID = await newSession();
    const turns: Followed[] = [];
    const events = record(client.events$);
    for (const round of ROUNDS) {
      const aborted = watch(client.stream(sessionID, say(`Stop ${round}.`, wait(`never ${round}`), text(' More.'))));
      await aborted.seen.until(({ fullText }) => fullText !== '');
      await lastValueFrom(aborted.stream.abort());
      const next = watch(client.stream(sessionID, say(`Go ${round}.`)));
      await next.seen.completion();
      turns.push(aborted, next);
    }
    events.unsubscribe();
    await expectOwn(...turns);
    for (const [at, { seen }] of turns.entries()) {
      const round = ROUNDS[at >> 1] ?? '';
      const { status, error, fullText } = seen.last;
      const isAborted = at % 2 === 0;
      expect([status, error?.name]).toStrictEqual(
        isAborted ? ['aborted', 'MessageAbortedError'] : ['completed', undefined],
      );
      if (!isAborted) expect(fullText).toBe(`Go ${round}.`);
    }
    expect(await storedMessages(live().sandbox, sessionID)).toHaveLength(80);
    needs(live().sandbox, 'what an aborted answer had said');
    const saidOf = (round: string) => ['Stop', `Stop ${round}.`];
    const aborted = turns.filter((_, at) => at % 2 === 0);
    for (const [round, { seen }] of aborted.entries()) expect(saidOf(String(round))).toContain(seen.last.fullText);
  });
});

describe('a prompt that waits behind another', () => {
  it('gets its own answer, and the first does not wait for it', async () => {
    const sessionID = await live().newSession();
    const first = await followToGate(live(), sessionID, 'two: first', text('.'));
    const second = await follow(live(), sessionID, say('Second', wait('two: second'), text('.')));
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
    expect([first.seen.last.absorbedBy, second.seen.last.absorbedBy]).toStrictEqual([undefined, undefined]);
  });

  it('is passed over for a later one, and says for which', async () => {
    const sessionID = await live().newSession();
    const first = await followToGate(live(), sessionID, 'three: first', text('.'));
    const second = await follow(live(), sessionID, say('Second.'));
    const third = await follow(live(), sessionID, say('Third', wait('three: third'), text('.')));
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
    expect([first.seen.last.absorbedBy, third.seen.last.absorbedBy]).toStrictEqual([undefined, undefined]);
    await expectOwn(first, second, third);
  });

  it('takes the session over in the middle of a tool step: the first completes with what it has', async () => {
    const sessionID = await live().newSession();
    const first = await followToTool(live(), sessionID);
    const second = await follow(live(), sessionID, say('Second.'));
    await decide(live(), first, 'once');
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
    const first = await followToTool(live(), sessionID);
    const note = await follow(live(), sessionID, say('A note.'), { noReply: true });
    await note.seen.completion();
    expect(note.seen.last).toMatchObject({ status: 'completed', parts: [] });
    expect(first.seen.ending).toBeUndefined();
    await decide(live(), first, 'once');
    await first.seen.completion();
    expect(first.seen.last).toMatchObject({ status: 'completed', absorbedBy: note.stream.messageID });
    await expectAsStored(live(), first.stream, first.seen);
  });

  it('is aborted with the one before it, without an answer', async () => {
    const sessionID = await live().newSession();
    const first = await followToGate(live(), sessionID, 'abort all');
    const second = await follow(live(), sessionID, say('Second.'));
    const third = await follow(live(), sessionID, say('Third.'));
    await lastValueFrom(first.stream.abort());
    await expectOwn(first, second, third);
    expect(outcomes(second, third)).toEqual([
      ['aborted', ''],
      ['aborted', ''],
    ]);
    expect([second, third].map(({ seen }) => seen.last.parts)).toEqual([[], []]);
    expect(first.seen.last.status).toBe('aborted');
    needs(live().sandbox, 'what an aborted answer had said');
    expect(first.seen.last.fullText).toBe('First');
  });

  it.each<[string, Act[], string]>([
    ['refuses', [wait('refuses'), fail(401, { message: 'Who are you?' })], 'Who are you?'],
    ['filters', [text('Bad words.'), wait('filters'), finish('content_filter')], 'content filter'],
  ])('never runs where the provider %s the one before it, and says why', async (how, acts, words) => {
    const sessionID = await live().newSession();
    const first = await follow(live(), sessionID, scripted('First.', step(...acts)));
    await live().sandbox.model.reached(how);
    const second = await follow(live(), sessionID, say('Second.'));
    live().sandbox.model.release(how);
    await first.seen.completion();
    if (how === 'filters') needs(live().sandbox, 'an error where the provider filters');
    expect(first.seen.last.status).toBe('failed');
    const error = await second.seen.error();
    expect(error).toBeInstanceOf(PromptRejectedError);
    expect(String(error)).toContain(words);
    expect(second.seen.last.parts).toEqual([]);
  });

  it('never runs where a permission of the one before it is rejected', async () => {
    const sessionID = await live().newSession();
    const first = await followToTool(live(), sessionID);
    const second = await follow(live(), sessionID, say('Second.'));
    await decide(live(), first, 'reject');
    await first.seen.completion();
    expect(first.seen.last).toMatchObject({ status: 'completed', fullText: 'First.' });
    await expect(second.seen.error()).resolves.toBeInstanceOf(PromptRejectedError);
    const next = await follow(live(), sessionID, say('Third.'));
    await next.seen.completion();
    await expectAsStored(live(), next.stream, next.seen);
  });
});
