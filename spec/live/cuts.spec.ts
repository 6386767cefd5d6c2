import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import {
  delay,
  filter,
  firstValueFrom,
  of,
  retry,
  throwError,
  timer,
  type MonoTypeOperatorFunction,
  type Observable,
} from 'rxjs';
import {
  bash,
  question,
  reasoning,
  scripted,
  step,
  task,
  text,
  todowrite,
  write,
  type Step,
} from '../../examples/sandbox/index.js';
import { ConnectionError, type OpencodeClient, type Reply, type StreamOptions } from '../../lib/index.js';
import { expectAsStored } from '../support/expect-turn.js';
import { faultProxy, type FaultProxy } from '../support/fault-proxy.js';
import { useLive } from '../support/live.js';
import { record } from '../support/recording.js';

const live = useLive();

const CUTS = 50;

/** Milliseconds for all of it on a busy machine. */
const PATIENCE = 300_000;

/** Milliseconds for one turn of it. */
const TURN_PATIENCE = 120_000;

/** `OPENCODE_RX_SEED=…` repeats a run, as far as a real server can be made to. */
const SEED = Number(process.env['OPENCODE_RX_SEED'] ?? Date.now() % 1_000_000);

/** One cut: after so many bytes or so many milliseconds, and how long nobody is let in again. */
const anyCut = fc.record({
  bytes: fc.option(fc.nat(6_000)),
  after: fc.nat(400),
  closedFor: fc.oneof(fc.constant(0), fc.nat(700)),
});
type Cut = typeof anyCut extends fc.Arbitrary<infer T> ? T : never;

/** A text that is still going on when the connection is back, and in which every gap shows. */
const anyWords = fc
  .integer({ min: 40, max: 200 })
  .map(count => Array.from({ length: count }, (_nothing, at) => `word-${at}`).join(' '));
const slowly = { delay: 10 };

/** What a model does in a step that is not its last. */
const anyStep: fc.Arbitrary<Step> = anyWords.chain(words =>
  fc.constantFrom(
    step(reasoning(words, slowly), text(words, slowly), bash('echo one && sleep 0.1 && echo two')),
    step(text(words, slowly), question('Which?', ['This', 'That'])),
    step(reasoning(words, slowly), todowrite({ First: 'completed', Second: 'in_progress' })),
    step(text(words, slowly), write('note.md', words), bash('cat note.md')),
    step(task([[text(words, slowly), bash('echo child')], [text('Told.')]])),
  ),
);
const anyScript = fc.tuple(fc.array(anyStep, { minLength: 2, maxLength: 4 }), anyWords);

const answering: StreamOptions = {
  onPermission: () => of('once' as const).pipe(delay(50)),
  onQuestion: () => of([['That']]).pipe(delay(50)),
};

/** A client with a proxy of its own, and how it is kept from coming back. */
interface Lane {
  readonly client: OpencodeClient;
  readonly proxy: FaultProxy;
  readonly seed: number;
  /** Resolves with what lets it in again. */
  readonly close: (proxy: FaultProxy) => Promise<() => unknown>;
  readonly mend: MonoTypeOperatorFunction<Reply>;
}

/** Its event connection finds no way back for a while; everything else does. */
const deaf = {
  close: (proxy: FaultProxy) => Promise.resolve(proxy.break('GET /event', { kind: 'refuse' }, Infinity)),
  mend: (turn$: Observable<Reply>) => turn$,
};

/** Nothing goes through for a while: a post or an answer to a prompt fails, which is the subscriber's to try again. */
const offline = {
  close: async (proxy: FaultProxy) => {
    await proxy.down();
    return () => proxy.up();
  },
  mend: retry<Reply>({
    delay: (error: unknown) => (error instanceof ConnectionError ? timer(100) : throwError(() => error)),
  }),
};

async function openLane(kind: Pick<Lane, 'close' | 'mend'>, seed: number): Promise<Lane> {
  const proxy = await faultProxy(live().sandbox.url);
  return { proxy, client: live().newClient({ baseUrl: proxy.url }), seed, ...kind };
}

/** Turn after turn, until all cuts were made; each whole, and posted once. */
async function runTurns(lane: Lane, done: () => boolean): Promise<void> {
  const scripts = fc.sample(anyScript, { seed: lane.seed, numRuns: CUTS });
  for (const [steps, words] of scripts) {
    if (!done()) await runTurn(lane, scripted('Go.', ...steps, step(reasoning(words, slowly), text(words, slowly))));
  }
}

async function runTurn({ client, proxy, mend }: Lane, prompt: string): Promise<void> {
  const stream = client.stream(await live().newSession(), prompt, answering);
  const seen = record(stream.pipe(mend));
  await seen.completion(TURN_PATIENCE);
  expect(seen.last).toMatchObject({ status: 'completed', pendingQuestions: [], pendingPermissions: [] });
  await expectAsStored(live(), stream, seen);
  expect(proxy.count(`POST /session/${stream.sessionID}/prompt_async`)).toBe(1);
}

/** A connection that is cut before it has said anything is waited for ever longer. */
const somethingHeard = (client: OpencodeClient): Promise<unknown> =>
  firstValueFrom(client.events$.pipe(filter(({ type }) => !type.startsWith('server.'))));

/** Cuts an open connection; whether there was one when the time had come. */
async function strike({ client, proxy }: Lane, { bytes, after }: Cut): Promise<boolean> {
  const untilIt = (isSo: (status: string) => boolean) =>
    firstValueFrom(client.connection$.pipe(filter(({ status }) => isSo(status))));
  await untilIt(status => status === 'open');
  const end = untilIt(status => status !== 'open');
  if (bytes === null) await Promise.race([end, somethingHeard(client)]);
  if (bytes === null) setTimeout(() => proxy.cut(), after);
  else proxy.cutAfter(bytes);
  return (await end).status === 'reconnecting';
}

async function makeCuts(lane: Lane): Promise<void> {
  for (const cut of fc.sample(anyCut, { seed: lane.seed, numRuns: CUTS / LANES.length })) {
    while (!(await strike(lane, cut)));
    const reopen = await lane.close(lane.proxy);
    await sleep(cut.closedFor);
    await reopen();
  }
}

async function endure(lane: Lane): Promise<void> {
  let done = false;
  const cutting = makeCuts(lane).finally(() => (done = true));
  await runTurns(lane, () => done);
  await cutting;
  await lane.proxy.down();
}

const LANES = [deaf, deaf, deaf, deaf, offline];

describe(`${CUTS} random cuts (OPENCODE_RX_SEED=${SEED})`, () => {
  it(
    'take nothing from a turn, add nothing to it, and post nothing twice',
    async () => {
      const lanes = await Promise.all(LANES.map((kind, at) => openLane(kind, SEED + at)));
      await Promise.all(lanes.map(endure));
    },
    PATIENCE,
  );
});
