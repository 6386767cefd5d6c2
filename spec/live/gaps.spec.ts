import { filter, firstValueFrom, of } from 'rxjs';
import { bash, fail, isAtLeast, question, scripted, step, text, wait } from '../../examples/sandbox/index.js';
import {
  TimeoutError,
  type OpencodeClient,
  type Reply,
  type ReplyStream,
  type StreamOptions,
} from '../../lib/index.js';
import { expectAsStored, posts } from '../support/expect-turn.js';
import { useLive } from '../support/live.js';
import { needs } from '../support/needs.js';
import { record, type Recording } from '../support/recording.js';
import { eventually, rest, storedMessages } from '../support/sandbox.js';

const live = useLive();

/** Milliseconds within which the end of a turn is noticed, once its client hears the server again. */
const SOON = 2_000;

/** How many answers, one after the other, it takes to be sure of an end; the time for them is not counted. */
const QUESTIONS = 4;

interface Watched {
  readonly stream: ReplyStream;
  readonly seen: Recording<Reply>;
}

async function begin(client: OpencodeClient, prompt: string, options: StreamOptions = {}): Promise<Watched> {
  const stream = client.stream(await live().newSession(), prompt, options);
  return { stream, seen: record(stream) };
}

const halves = (gate: string) =>
  scripted('Talk.', step(text('The first half.'), wait(gate), text(' The second half.')));
const isHalf = ({ fullText }: Reply) => fullText === 'The first half.';

/** Ended as it should, with what is stored, and asked for once. */
async function expectEnded({ stream, seen }: Watched, end: Partial<Reply> = { status: 'completed' }): Promise<void> {
  await seen.completion();
  expect(seen.last).toMatchObject(end);
  await expectAsStored(live(), stream, seen);
  expect(live().proxy.count(`${stream.sessionID}/prompt_async`)).toBe(1);
}

/** When the client hears the server again, epoch ms. */
async function reopened(client: OpencodeClient): Promise<number> {
  await firstValueFrom(client.connection$.pipe(filter(state => state.status === 'open' && state.epoch > 1)));
  return Date.now();
}

/** How long the server takes to tell the same to anybody, in milliseconds. */
async function timeToRead(watched: readonly Watched[]): Promise<number> {
  const start = Date.now();
  await Promise.all(watched.map(({ stream }) => storedMessages(live().sandbox, stream.sessionID)));
  return Date.now() - start;
}

const atRest = () =>
  eventually(
    () => rest<object>(live().sandbox, 'GET', '/session/status'),
    statuses => Object.keys(statuses).length === 0,
  );

describe('the end of a turn in a gap', () => {
  it('is noticed soon after it, however the turn ended', async () => {
    const { client, proxy, sandbox } = live();
    const spoken = await begin(client, halves('spoken'));
    const refused = await begin(client, scripted('No.', step(bash('true')), step(wait('refused'), fail(401))), {
      onPermission: () => of('once' as const),
    });
    const aborted = await begin(client, halves('never'));
    const asked = await begin(client, scripted('Ask.', step(question('Which?', ['This'])), step(text('Good.'))));
    const watched = [spoken, refused, aborted, asked];
    await spoken.seen.until(isHalf);
    await aborted.seen.until(isHalf);
    await sandbox.model.reached('refused');
    const { pendingQuestions } = await asked.seen.until(({ promptBlocked }) => promptBlocked);

    const mend = proxy.break('GET /event', { kind: 'refuse' }, Infinity);
    proxy.cut();
    sandbox.model.release('spoken');
    sandbox.model.release('refused');
    await rest(sandbox, 'POST', `/session/${aborted.stream.sessionID}/abort`);
    await rest(sandbox, 'POST', `/question/${pendingQuestions[0]?.id ?? ''}/reply`, { answers: [['This']] });
    await atRest();
    expect(watched.map(({ seen }) => seen.ending)).toStrictEqual([undefined, undefined, undefined, undefined]);
    mend();

    const start = await reopened(client);
    const reading = timeToRead(watched);
    await Promise.all(watched.map(({ seen }) => seen.completion()));
    const end = Date.now();
    expect(end - start).toBeLessThan(SOON + QUESTIONS * (await reading));
    await expectEnded(spoken, { status: 'completed', fullText: 'The first half. The second half.' });
    await expectEnded(refused, { status: 'failed' });
    await expectEnded(asked, { status: 'completed', fullText: 'Good.', pendingQuestions: [] });
    await expectEnded(aborted, { status: 'aborted' });
    needs(sandbox, 'what an aborted answer had said');
    expect(aborted.seen.last.fullText).toBe('The first half.');
  });
});

describe('a half-open connection', () => {
  it('is replaced when the heartbeat is overdue, and the turn ends whole', async () => {
    const { newClient, proxy, sandbox } = live();
    const client = newClient({ heartbeatTimeout: 3_000 });
    const states = record(client.connection$);
    const turn = await begin(client, halves('stalled'));
    await turn.seen.until(isHalf);
    const epoch = proxy.count('GET /event');
    proxy.stall({ newcomers: 'pass' });
    sandbox.model.release('stalled');
    await states.until(state => state.status === 'open' && state.epoch > epoch);
    await expectEnded(turn, { status: 'completed', fullText: 'The first half. The second half.' });
    const lost = states.values.find(({ status }) => status === 'reconnecting');
    expect(lost).toMatchObject({ error: expect.any(TimeoutError) });
    states.unsubscribe();
    proxy.flow();
  });

  it('is replaced as soon as anything passes again where new ones hang as well', async () => {
    const { newClient, proxy, sandbox } = live();
    const client = newClient({ heartbeatTimeout: 3_000, connectTimeout: 500 });
    const states = record(client.connection$);
    const turn = await begin(client, halves('dark'));
    await turn.seen.until(isHalf);
    proxy.stall();
    sandbox.model.release('dark');
    await states.until(state => state.status === 'reconnecting' && state.attempt > 2);
    expect(turn.seen.last.status).toBe('working');
    proxy.flow();
    await expectEnded(turn, { status: 'completed', fullText: 'The first half. The second half.' });
    states.unsubscribe();
  });

  it('is not told from a model that is silent for longer: nothing is lost by replacing it again and again', async () => {
    const { newClient, proxy, sandbox } = live();
    const turn = await begin(newClient({ heartbeatTimeout: 1_500 }), halves('silent'));
    await turn.seen.until(({ parts }) => parts.length > 0);
    await eventually(
      () => Promise.resolve(proxy.count('GET /event')),
      count => count > 2,
    );
    sandbox.model.release('silent');
    await expectEnded(turn, { status: 'completed', fullText: 'The first half. The second half.' });
  });
});

/** A server without deltas says all of a text again with each word. */
const long = (words: string) => text(words.repeat(isAtLeast(live().sandbox.version, '1.2') ? 150 : 20), { delay: 0 });

const busy = () =>
  scripted(
    'Work.',
    step(long('So it goes. '), bash('echo one')),
    step(question('Which?', ['This'])),
    step(long('And on it goes. ')),
  );
const answering: StreamOptions = { onPermission: () => of('once' as const), onQuestion: () => of([['This']]) };

describe('a bad line', () => {
  it('that is slow loses nothing', async () => {
    const { client, proxy } = live();
    proxy.break('GET /event', { kind: 'slow', bytesPerSecond: 60_000 });
    await expectEnded(await begin(client, busy(), answering));
    expect(posts(live())).toBe(1);
  });

  it('that is late loses nothing', async () => {
    const { client, proxy } = live();
    proxy.break('', { kind: 'delay', by: 150 }, Infinity);
    await expectEnded(await begin(client, busy(), answering));
    expect(posts(live())).toBe(1);
  });

  it('on which only events are late loses nothing: the store is ahead of what is heard', async () => {
    const { client, proxy } = live();
    proxy.break('GET /event', { kind: 'delay', by: 1_000 });
    await expectEnded(await begin(client, busy(), answering));
    expect(posts(live())).toBe(1);
  });
});
