import { script, step, text } from '../../examples/sandbox/index.js';
import type { Dashboard } from './support/dashboard.js';
import { expectAsStored, numberedWords } from './support/shown.js';
import { Effort } from './support/effort.js';
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
    const { laps } = effort;
    const [first, last] = [laps[0], laps.at(-1)];
    expect(last?.busySeconds).toBeLessThan(3 * (first?.busySeconds ?? 0) + 1);
    expect(last?.longestFrame).toBeLessThan(4 * (first?.longestFrame ?? 0) + 500);
    expect(last?.heapBytes).toBeLessThan((first?.heapBytes ?? 0) + 50e6);
  }, 300_000);
});
