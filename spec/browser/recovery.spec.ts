import { question, scripted, step, text, wait } from '../../examples/sandbox/index.js';
import type { Dashboard } from './support/dashboard.js';
import { expectAsStored, numberedWords } from './support/shown.js';
import { useDashboard } from './support/use-dashboard.js';

const stage = useDashboard();

/** Speaks, waits to be released by that name, speaks on. */
const twoHalves = (name: string): string =>
  scripted('Speak.', step(text(numberedWords(1, 40)), wait(name), text(` ${numberedWords(41, 80)}`)));

async function openIn(title: string): Promise<Dashboard> {
  return stage().open({ path: `/session/${await stage().session(title)}` });
}

async function begin(title: string, name: string): Promise<Dashboard> {
  const page = await openIn(title);
  await page.send(twoHalves(name));
  await page.messages.nth(1).getByText('w40').waitFor();
  return page;
}

async function finish(page: Dashboard, name: string): Promise<void> {
  stage().sandbox.model.release(name);
  await page.messages.nth(1).getByText('w80').waitFor();
  await page.turnIsOver();
  await expectAsStored(page, stage().sandbox);
  expect(stage().proxy.count(`POST /session/${page.sessionID}/prompt_async`)).toBe(1);
}

describe('the page', () => {
  it('reloaded in the middle of a turn goes on with it', async () => {
    const page = await begin('Reloaded', 'reloaded');
    await page.page.reload();
    await page.button('Stop').waitFor();
    await finish(page, 'reloaded');
  });

  it('reloaded while it is asked asks again', async () => {
    const page = await openIn('Asked');
    await page.send(scripted('Ask.', step(question('Still there?', ['Yes', 'No'])), step(text('Good.'))));
    await page.dialog('Question').waitFor();
    await page.page.reload();
    await page.dialog('Question').getByRole('radio', { name: 'Yes' }).check();
    await page.dialog('Question').getByRole('button', { name: 'Answer' }).click();
    await page.log.getByText('Good.', { exact: true }).waitFor();
    await expectAsStored(page, stage().sandbox);
  });

  it('loses nothing when the line is cut in the middle of a turn', async () => {
    const page = await begin('Cut', 'cut');
    page.complaints.expectFailedRequests();
    stage().proxy.cut();
    await page.says('Reconnecting');
    await page.says('Connected');
    await finish(page, 'cut');
  });

  it('finds back by itself to a server that was killed and started again', async () => {
    const { sandbox } = stage();
    const page = await begin('Restarted', 'never');
    page.complaints.expectFailedRequests();
    await sandbox.kill();
    await page.says('Reconnecting');
    await sandbox.restart();
    await page.says('Connected');
    await page.turnIsOver();
    await page.messages
      .nth(1)
      .getByText(/interrupted/i)
      .waitFor();
    await page.send(scripted('And now?', step(text('Here again.'))));
    await page.log.getByText('Here again.', { exact: true }).waitFor();
    await page.turnIsOver();
    await expectAsStored(page, sandbox);
  });

  it('opened while the server is away says so, and begins when it comes', async () => {
    await stage().session('Found');
    await stage().proxy.down();
    const page = await stage().open();
    page.complaints.expectFailedRequests();
    await page.page
      .getByRole('status')
      .filter({ hasText: /^\s*(Connecting|Reconnecting|Disconnected)/ })
      .waitFor();
    await stage().proxy.up();
    await page.session('Found').waitFor();
    await page.says('Connected');
  });
});
