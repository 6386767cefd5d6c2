import { script, step, text } from '../../examples/sandbox/index.js';
import type { Dashboard } from './support/dashboard.js';
import { expectAsStored, numberedWords } from './support/shown.js';
import { Effort, type Lap } from './support/effort.js';
import { useDashboard } from './support/use-dashboard.js';

/** Ten minutes of a fast model: 50 000 deltas. */
const TURNS = 10;
const WORDS = 5_000;

const stage = useDashboard({ delay: 0 });

const firstWord = (turn: number): number => turn * WORDS + 1;

/** One turn, with somebody typing the while. */
async function runTurn(page: Dashboard, turn: number): Promise<void> {
  await page.send(`Turn ${turn}.`);
  await page.prompt.pressSequentially('and then', { delay: 50 });
  await page.messages
    .nth(2 * turn + 1)
    .getByText(`w${firstWord(turn) + WORDS - 1}`)
    .waitFor();
  await page.turnIsOver();
}

/** Ample: a page that does something with all it has, at every delta, takes nine times as long in the last fifth. */
function expectNoGrowth(laps: readonly Lap[]): void {
  const [first] = laps;
  const last = laps.at(-1);
  if (first === undefined || last === undefined) throw new Error('Nothing was measured');
  expect(last.frame).toBeLessThan(3 * first.frame + 10);
  expect(last.keystroke).toBeLessThan(3 * first.keystroke + 50);
  expect(last.heap).toBeLessThan(first.heap + 50e6);
}

describe('fifty thousand deltas', () => {
  it('leave the page as fast and as small as it was', async () => {
    const { sandbox } = stage();
    for (let turn = 0; turn < TURNS; turn++) {
      sandbox.model.on(
        `Turn ${turn}.`,
        script(step(text(numberedWords(firstWord(turn), firstWord(turn) + WORDS - 1)))),
      );
    }
    const page = await stage().open({ path: `/session/${await stage().session('Endurance')}` });
    const effort = await Effort.of(page.page);
    for (let turn = 0; turn < TURNS; turn++) {
      await runTurn(page, turn);
      if (turn % 2 === 1) await effort.endLap();
    }
    await expectAsStored(page, sandbox);
    expectNoGrowth(effort.laps);
  }, 300_000);
});
