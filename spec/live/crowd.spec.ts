import { scripted, step, text, wait } from '../../examples/sandbox/index.js';
import type { Reply } from '../../lib/index.js';
import { expectAsStored, posts } from '../support/expect-turn.js';
import { useLive } from '../support/live.js';
import { record } from '../support/recording.js';
import { eventually } from '../support/sandbox.js';

const TURNS = 200;

/** So many begin at a time. */
const BATCH = 10;

/** Milliseconds for so many turns on a busy machine. */
const PATIENCE = 240_000;

const live = useLive();

const prompt = scripted('Talk.', step(text('The first half.'), wait('crowd'), text(' The second half.')));
const isHalf = ({ fullText }: Reply) => fullText === 'The first half.';
const isHeld = ({ parts }: Reply) => parts.some(part => 'held' in part);

function begin(sessionID: string) {
  const stream = live().client.stream(sessionID, prompt);
  return { stream, seen: record(stream) };
}

type Counts = Readonly<Record<string, number>>;

/** How many requests there were since that one, by method and path without ids. */
function requestsSince(start: number): Counts {
  const counts: Record<string, number> = {};
  for (const { method, path } of live().proxy.requests.slice(start)) {
    const name = `${method} ${path.replace(/ses_\w+/, ':id')}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/**
 * What is about the directory is asked for once for all, what is about a session once for each; but a busy machine lets
 * reads run out of time, and their looks are done again.
 */
function expectFew(counts: Counts): void {
  for (const shared of ['GET /question', 'GET /permission']) expect(counts[shared]).toBeLessThan(TURNS / 2);
  expect(Object.values(counts).reduce((sum, count) => sum + count)).toBeLessThan(4 * TURNS);
}

describe('many turns on many sessions of one client', () => {
  it(
    'survive a cut of their one connection, each as if it were alone',
    async () => {
      const { newSession, proxy, sandbox } = live();
      const turns: ReturnType<typeof begin>[] = [];
      while (turns.length < TURNS) {
        const batch = await Promise.all(Array.from({ length: BATCH }, async () => begin(await newSession())));
        await Promise.all(batch.map(({ seen }) => seen.until(isHalf, PATIENCE)));
        turns.push(...batch);
      }
      expect(proxy.openStreams).toBe(1);
      const start = proxy.requests.length;
      proxy.cut();
      await Promise.all(turns.map(({ seen }) => seen.until(isHeld, PATIENCE)));
      const isRecovered = (counts: Counts) => (counts['GET /session/:id/todo'] ?? 0) >= TURNS;
      await eventually(() => Promise.resolve(requestsSince(start)), isRecovered);
      expectFew(requestsSince(start));
      sandbox.model.release('crowd');
      await Promise.all(turns.map(({ seen }) => seen.completion(PATIENCE)));
      for (const { stream, seen } of turns) await expectAsStored(live(), stream, seen);
      expect(posts(live())).toBe(TURNS);
      expect(proxy.count('GET /event')).toBe(2);
    },
    PATIENCE,
  );
});
