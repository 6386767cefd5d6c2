import {
  bash,
  question,
  reasoning,
  scripted,
  step,
  text,
  todowrite,
  wait,
  write,
} from '../../examples/sandbox/index.js';
import type { Dashboard } from './support/dashboard.js';
import { tabTo } from './support/keyboard.js';
import { collectOutcomes } from './support/outcomes.js';
import { repeatedly } from './support/repeatedly.js';
import { expectAsStored, numberedWords } from './support/shown.js';
import { useDashboard } from './support/use-dashboard.js';

const stage = useDashboard();

const todos = (look: string, ask: string) => todowrite({ 'Look around': look, 'Ask for a colour': ask });

const WORK = scripted(
  'Please look around.',
  step(reasoning('Where to begin?'), text('I begin.'), todos('in_progress', 'pending')),
  step(bash('echo hello', 'Say hello')),
  step(todos('completed', 'in_progress'), question('Which colour?', ['Red', 'Blue'])),
  step(todos('completed', 'completed'), write('colour.txt', 'blue\n')),
  step(text('All of it is done.')),
);

const said = (page: Dashboard, words: string) => page.log.getByText(words, { exact: true });

async function expectOnePrompt(page: Dashboard): Promise<void> {
  expect(stage().proxy.count(`POST /session/${page.sessionID}/prompt_async`)).toBe(1);
  await expectAsStored(page, stage().sandbox);
}

describe('a turn in the page', () => {
  it('is answered in dialogs, and shows in the end what the server has', async () => {
    const page = await stage().open();
    await page.button('New session').click();
    await page.send(WORK);
    const permission = page.dialog('Permission');
    await permission.getByText('echo hello').first().waitFor();
    await page.button('Attention, 1 waiting').waitFor();
    await permission.getByRole('button', { name: 'Allow once' }).click();
    const question = page.dialog('Question');
    await question.getByText('Which colour?').first().waitFor();
    await question.getByRole('radio', { name: 'Blue' }).check();
    await question.getByRole('button', { name: 'Answer' }).click();
    await said(page, 'All of it is done.').waitFor();
    await page.turnIsOver();
    await page.button('Attention, nothing waiting').waitFor();
    expect(await page.region('Todos').getByRole('listitem').allTextContents()).toEqual([
      expect.stringContaining('Look around'),
      expect.stringContaining('Ask for a colour'),
    ]);
    expect(await page.region('Usage').textContent()).toMatch(/\$0\.\d+/);
    await expectOnePrompt(page);
  });

  it('is stopped', async () => {
    const page = await stage().open({ path: `/session/${await stage().session('Stop it')}` });
    await page.send(scripted('Talk for ever.', step(text('Word after word. '.repeat(5_000), { delay: 5 }))));
    await said(page, 'Talk for ever.').or(page.messages.nth(1)).first().waitFor();
    const outcomes = await collectOutcomes(page.page);
    await page.button('Stop').click();
    await page.turnIsOver();
    await repeatedly(async () => expect(await page.page.getByText('Stopped.', { exact: true }).count()).toBe(2));
    expect((await outcomes()).filter(words => /interrupted|finished/i.test(words))).toEqual([]);
    await page.session('Stop it').getByText('working').waitFor({ state: 'hidden' });
    expect(await page.messages.count()).toBe(2);
  });

  it('is followed to its end, but not by whoever has gone back in it', async () => {
    const page = await stage().open({ path: `/session/${await stage().session('Grows')}` });
    const paragraphs = (from: number, to: number) => numberedWords(from, to).replaceAll(' ', '\n\n');
    const growth = [text(paragraphs(1, 300), { delay: 4 }), wait('more'), text(`\n\n${paragraphs(301, 400)}`)];
    await page.send(scripted('Grow.', step(...growth)));
    await said(page, 'w300').waitFor();
    expect(await page.button('Latest').count()).toBe(0);
    const top = () => page.log.evaluate(log => log.scrollTop);
    await page.log.evaluate(log => (log.scrollTop = 100));
    await page.button('Latest').waitFor();
    stage().sandbox.model.release('more');
    await said(page, 'w400').waitFor();
    expect(await top()).toBe(100);
    await page.button('Latest').click();
    await page.button('Latest').waitFor({ state: 'hidden' });
    expect(await top()).toBeGreaterThan(1_000);
  });

  it('is not said to have finished where it never was: in the session it was left for', async () => {
    const page = await stage().open({ path: `/session/${await stage().session('At work')}` });
    await stage().session('At rest');
    await page.page.clock.install();
    await page.page.reload();
    await page.send(scripted('Speak.', step(text('I begin.'), wait('left'))));
    await page.button('Stop').waitFor();
    const announced = await collectOutcomes(page.page);
    await page.openSession('At rest');
    await page.log.getByText('Nothing has been said yet.').waitFor();
    await page.page.clock.runFor(5_000);
    expect((await announced()).filter(words => /finished/i.test(words))).toEqual([]);
    stage().sandbox.model.release('left');
  });

  it('is had by the keyboard alone', async () => {
    const page = await stage().open();
    const { keyboard } = page.page;
    await tabTo(page.button('New session'));
    await keyboard.press('Enter');
    await tabTo(page.prompt);
    await keyboard.insertText(WORK);
    await keyboard.press('Enter');
    await page.dialog('Permission').waitFor();
    await tabTo(page.dialog('Permission').getByRole('button', { name: 'Allow once' }));
    await keyboard.press('Enter');
    await page.dialog('Question').waitFor();
    await tabTo(page.dialog('Question').getByRole('radio').first());
    await keyboard.press('ArrowDown');
    await tabTo(page.dialog('Question').getByRole('button', { name: 'Answer' }));
    await keyboard.press('Enter');
    await said(page, 'All of it is done.').waitFor();
    await expectOnePrompt(page);
  });

  it('waits where its dialog is closed, and is answered from the list of all that waits', async () => {
    const page = await stage().open({ path: `/session/${await stage().session('Elsewhere')}` });
    await page.send(scripted('Ask me.', step(question('Well?', ['Yes', 'No'])), step(text('So be it.'))));
    await page.dialog('Question').waitFor();
    await page.page.keyboard.press('Escape');
    await page.dialog('Question').waitFor({ state: 'hidden' });
    await page.button('New session').click();
    await page.session('Elsewhere').getByText('waiting').waitFor();
    await page.button('Attention, 1 waiting').click();
    await page.region('Attention').getByText('Well?').waitFor();
    await page.region('Attention').getByRole('button', { name: 'Answer' }).click();
    await page.dialog('Question').getByRole('radio', { name: 'No' }).check();
    await page.dialog('Question').getByRole('button', { name: 'Answer' }).click();
    await page.button('Attention, nothing waiting').waitFor();
    await page.openSession('Elsewhere');
    await said(page, 'So be it.').waitFor();
    await expectOnePrompt(page);
  });
});
