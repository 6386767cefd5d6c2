import type { Page } from 'playwright-core';
import { bash, question, scripted, step, text, type Step } from '../../examples/sandbox/index.js';
import type { Dashboard } from './support/dashboard.js';
import { useDashboard } from './support/use-dashboard.js';

const stage = useDashboard();

/** The page's milliseconds between two keys; its clock stands still between them, however busy the machine is. */
const KEY = 100;
/** More of them than a pause has. */
const PAUSE = 2_000;

/** The button of what waits without a dialog. */
const SHOW = /Review the request|Show the question/;

async function typeSlowly({ keyboard, clock }: Page, words: string): Promise<void> {
  for (const letter of words) {
    await keyboard.type(letter);
    await clock.runFor(KEY);
  }
}

/** Types words until something waits, and some more; all that was typed. */
async function typeThrough(page: Dashboard): Promise<string> {
  let typed = '';
  const type = async (words: string) => {
    await typeSlowly(page.page, words);
    typed += words;
  };
  await page.prompt.focus();
  while (!(await page.button(SHOW).isVisible())) await type('on ');
  await type(' and now the rest of it ');
  return typed;
}

async function openAndSend(title: string, ...steps: readonly Step[]): Promise<Dashboard> {
  const page = await stage().open({ path: `/session/${await stage().session(title)}` });
  await page.says('Connected');
  await page.page.clock.install();
  await page.page.reload();
  await page.says('Connected');
  await page.send(scripted(`${title}.`, ...steps, step(text('So be it.'))));
  await page.page.clock.pauseAt(Date.now() + 1_000);
  return page;
}

/** What was typed at the moment a dialog opens, by somebody who has not seen it yet. */
async function pressBlindly({ page }: Dashboard): Promise<void> {
  for (const key of ['Space', 'Enter', 'Space', 'Enter']) {
    await page.keyboard.press(key);
    await page.clock.runFor(KEY);
  }
}

const replies = (): readonly string[] =>
  stage().proxy.requests.flatMap(({ method, path }) => (/reply|reject/.test(path) ? [`${method} ${path}`] : []));

describe.each([
  { name: 'Permission', asks: step(bash('echo typed')) },
  { name: 'Question', asks: step(question('Which one?', ['This', 'That'])) },
] as const)('a $name that comes while somebody types', ({ name, asks }) => {
  it('waits for a pause, and takes no key for an answer', async () => {
    const page = await openAndSend(`${name} while typing`, asks);
    const typed = await typeThrough(page);
    expect(await page.dialog(name).count()).toBe(0);
    expect(await page.prompt.inputValue()).toBe(typed);
    await page.page.clock.runFor(PAUSE);
    await page.dialog(name).waitFor();
    await pressBlindly(page);
    expect(await page.dialog(name).getByRole('radio', { checked: true }).count()).toBe(0);
    await page.page.keyboard.press('Escape');
    await page.page.clock.runFor(KEY);
    await page.dialog(name).waitFor({ state: 'hidden' });
    expect(await page.prompt.inputValue()).toBe(typed);
    expect(replies()).toEqual([]);
    await page.button(SHOW).waitFor();
  });
});
