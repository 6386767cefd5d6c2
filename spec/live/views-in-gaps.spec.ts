import fc from 'fast-check';
import { filter, firstValueFrom, lastValueFrom, of } from 'rxjs';
import {
  bash,
  question,
  reasoning,
  scripted,
  step,
  task,
  text,
  todowrite,
  wait,
} from '../../examples/sandbox/index.js';
import { ConnectionError, ServerError, UnauthorizedError, type OpencodeClient } from '../../lib/index.js';
import { happens, useLive } from '../support/live.js';
import { record } from '../support/recording.js';
import { eventually, plainPrompt, storedMessages } from '../support/sandbox.js';
import { expectBeginnings, expectTrue, textOf, WatchedSession } from '../support/watched-session.js';

const live = useLive();

const CUTS = 24;

/** Milliseconds for all of them on a busy machine. */
const PATIENCE = 240_000;

/** `OPENCODE_RX_SEED=…` repeats a run, as far as a real server can be made to. */
const SEED = Number(process.env['OPENCODE_RX_SEED'] ?? Date.now() % 1_000_000);

/** A client with no proxy between, to be asked for the truth. */
const judge = (): OpencodeClient => live().newClient({ baseUrl: live().sandbox.url });

async function watch(client = live().client): Promise<WatchedSession> {
  return new WatchedSession(client.session(await live().newSession()));
}

const say = (words: string, ...more: Parameters<typeof step>) => scripted('Say it.', step(text(words), ...more));

const prompt = ({ sessionID }: WatchedSession, words: string) => plainPrompt(live().sandbox, sessionID, words);

/** Texts that are still going on when the connection is back, and in which every gap shows. */
const words = Array.from({ length: 60 }, (_nothing, at) => `word-${at}`).join(' ');
const slowly = { delay: 8 };
const busy = scripted(
  'Be busy.',
  step(reasoning(words, slowly), text(words, slowly), bash('echo one && sleep 0.1 && echo two')),
  step(text(words, slowly), question('Which?', ['This', 'That']), todowrite({ First: 'completed', Second: 'pending' })),
  step(task([[text(words, slowly), bash('echo child')], [text('Told.')]])),
  step(reasoning(words, slowly), text(words, slowly)),
);
const agreeing = { onPermission: () => of('once' as const), onQuestion: () => of([['This']]) };

const untilIt = (client: OpencodeClient, isSo: (status: string) => boolean) =>
  firstValueFrom(client.connection$.pipe(filter(({ status }) => isSo(status))));

/** Cuts the event connection of the client after each of these numbers of bytes. */
async function cutAfter(bytes: readonly number[]): Promise<void> {
  const { client, proxy } = live();
  for (const count of bytes) {
    await untilIt(client, status => status === 'open');
    const broken = untilIt(client, status => status !== 'open');
    proxy.cutAfter(count);
    await broken;
  }
}

describe(`views over a connection that breaks (OPENCODE_RX_SEED=${SEED})`, () => {
  it(
    `are what the server has after ${CUTS} random cuts`,
    async () => {
      const seen = await Promise.all([watch(), watch(), watch()]);
      const cuts = fc.sample(fc.integer({ min: 1, max: 8_000 }), { seed: SEED, numRuns: CUTS });
      let done = false;
      const cutting = cutAfter(cuts).finally(() => (done = true));
      const work = seen.map(async ({ sessionID }) => {
        do await lastValueFrom(judge().stream(sessionID, busy, agreeing));
        while (!done);
      });
      await Promise.all([...work, cutting]);
      for (const each of seen) await expectTrue(judge(), each);
      for (const each of seen) expectBeginnings(each);
      expect(live().proxy.count('GET /event')).toBeGreaterThan(CUTS);
      for (const each of seen) each.leave();
    },
    PATIENCE,
  );

  it('hold a text of which they missed something, until it is whole', async () => {
    const { proxy, sandbox } = live();
    const seen = await watch();
    await seen.shown.until(() => true);
    await prompt(seen, say('First', wait('cut'), text(', second'), wait('rest'), text(', third.')));
    await seen.says('First');
    await proxy.down();
    await seen.messages.until(messages => messages.at(-1)?.parts.some(part => 'held' in part) === true);
    sandbox.model.release('cut');
    await proxy.up();
    await untilIt(live().client, status => status === 'open');
    sandbox.model.release('rest');
    await seen.says('First, second, third.');
    await expectTrue(judge(), seen);
    expectBeginnings(seen);
    seen.leave();
  });

  it('show what was stored when the server was killed, and nobody is asked any more', async () => {
    const { client, sandbox } = live();
    const [speaking, asking] = [await watch(), await watch()];
    const attention = record(client.attention$);
    await prompt(speaking, say('Half of it.', wait('never')));
    await prompt(asking, scripted('Ask.', step(text('I ask.'), question('Which?', ['This', 'That']))));
    await speaking.says('Half of it.');
    await asking.shown.until(({ questions }) => questions.length === 1);
    await attention.until(waiting => waiting.length === 1);
    await sandbox.kill();
    await untilIt(client, status => status === 'reconnecting');
    await sandbox.restart();
    for (const each of [speaking, asking]) await expectTrue(judge(), each);
    await attention.until(waiting => attention.values.length > 1 && waiting.length === 0);
    expect(speaking.shown.last.status).toEqual({ type: 'idle' });
    attention.unsubscribe();
    for (const each of [speaking, asking]) each.leave();
  });
});

describe('a read that fails', () => {
  it('is told by error$ beside the last good value, and made good', async () => {
    const { proxy, sandbox } = live();
    const seen = await watch();
    await prompt(seen, say('Good.'));
    await seen.says('Good.');
    await expectTrue(judge(), seen);
    const mend = proxy.break(`${seen.sessionID}/message`, { kind: 'answer', status: 500 }, Infinity);
    proxy.break('GET /event', { kind: 'refuse' });
    proxy.cut();
    await prompt(seen, say('Unheard.'));
    await eventually(
      () => storedMessages(sandbox, seen.sessionID),
      messages => messages.at(-1)?.info['finish'] === 'stop' && messages.length === 4,
    );
    const errors = record(seen.view.error$);
    await errors.until(error => error instanceof ServerError);
    expect(textOf(seen.messages.last[1])).toBe('Good.');
    mend();
    await errors.until(error => errors.values.length > 1 && error === undefined);
    await seen.says('Unheard.');
    await expectTrue(judge(), seen);
    errors.unsubscribe();
    seen.leave();
  });

  it('keeps back what it was for, and nothing else', async () => {
    const { client, newSession, proxy } = live();
    const mend = proxy.break('/todo', { kind: 'refuse' }, Infinity);
    const view = client.session(await newSession());
    const [errors, todos, infos] = [record(view.error$), record(view.todos$), record(view.info$)];
    await errors.until(error => error instanceof ConnectionError);
    await infos.until(() => true);
    expect(todos.values).toEqual([]);
    mend();
    await todos.until(() => true);
    await errors.until(error => errors.values.length > 2 && error === undefined);
    for (const each of [errors, todos, infos]) each.unsubscribe();
  });
});

describe('a wrong password', () => {
  it('is told once, asked with once, and mended by whoever comes with the right one', async () => {
    const { newClient, newSession, proxy, sandbox } = live();
    let authorization = 'Basic bm9ib2R5Om5vdGhpbmc=';
    const client = newClient({ headers: () => of({ authorization }) });
    const view = client.session(await newSession());
    const [messages, errors] = [record(view.messages$), record(view.error$)];
    const sessions = record(client.sessions$);
    await errors.until(error => error instanceof UnauthorizedError);
    const count = proxy.requests.length;
    expect(count).toBeLessThanOrEqual(2);
    await judge()
      .getSession(view.sessionID)
      .forEach(() => undefined);
    expect(proxy.requests).toHaveLength(count);
    authorization = sandbox.authorization;
    const info = record(view.info$);
    await info.until(() => true);
    await messages.until(() => true);
    await sessions.until(() => true);
    await errors.until(error => errors.values.length > 1 && error === undefined);
    for (const each of [messages, errors, sessions, info]) each.unsubscribe();
    expect(await happens(() => proxy.openStreams === 0)).toBe(true);
  });
});
