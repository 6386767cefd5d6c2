import { bash, scripted, step, task, text } from '../../examples/sandbox/index.js';
import type { ProxiedRequest } from '../support/faults.js';
import { plainPrompt } from '../support/sandbox.js';
import { repeatedly } from './support/repeatedly.js';
import { expectAsStored } from './support/shown.js';
import { useDashboard } from './support/use-dashboard.js';

const stage = useDashboard();

const refusal = (message: string) =>
  ({
    kind: 'answer',
    status: 400,
    headers: { 'content-type': 'application/json', 'access-control-allow-origin': '*' },
    body: JSON.stringify({ name: 'BadRequest', data: { message } }),
  }) as const;

describe('the list of sessions', () => {
  it('has what others make, and is filtered by title', async () => {
    const page = await stage().open();
    await stage().session('An apple');
    await stage().session('A pear');
    await page.session('An apple').waitFor();
    await page.session('A pear').waitFor();
    const filter = page.page.getByRole('textbox', { name: 'Filter sessions' });
    await filter.fill('APPLE');
    await page.session('A pear').waitFor({ state: 'detached' });
    expect(await page.session('An apple').count()).toBe(1);
    await filter.fill('');
    await page.session('A pear').waitFor();
  });

  it('loses what is deleted, on every page', async () => {
    await stage().session('Not for long');
    const page = await stage().open();
    const other = await stage().open();
    await other.session('Not for long').waitFor();
    await page.openSession('Not for long');
    await page.button('Delete session').click();
    await page.page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await page.session('Not for long').waitFor({ state: 'detached' });
    await other.session('Not for long').waitFor({ state: 'detached' });
  });
});

describe('a session', () => {
  it('that is long shows its newest messages, and on demand earlier ones above what is read', async () => {
    const sessionID = await stage().session('Long');
    for (let index = 1; index <= 60; index++) {
      await plainPrompt(stage().sandbox, sessionID, `w${index}`, { noReply: true });
    }
    const page = await stage().open({ path: `/session/${sessionID}` });
    await page.log.getByText('w60', { exact: true }).waitFor();
    expect(await page.messages.count()).toBe(50);
    const topOf = async (words: string) => (await page.log.getByText(words, { exact: true }).boundingBox())?.y ?? NaN;
    await page.log.evaluate(log => (log.scrollTop = 0));
    const top = await topOf('w11');
    await page.button('Load earlier messages').click();
    await page.log.getByText('w1', { exact: true }).waitFor();
    await page.button('Load earlier messages').waitFor({ state: 'hidden' });
    await repeatedly(async () => expect(Math.abs((await topOf('w11')) - top)).toBeLessThan(2));
    await expectAsStored(page, stage().sandbox);
  });

  it('is renamed, once, and is not when that is called off', async () => {
    const sessionID = await stage().session('As it was');
    const page = await stage().open({ path: `/session/${sessionID}` });
    const name = page.page.getByRole('textbox', { name: 'Session title' });
    const rename = async (words: string, key: string) => {
      await page.button('Rename session').click();
      await name.fill(words);
      await page.page.keyboard.press(key);
      await name.waitFor({ state: 'detached' });
      expect(await page.button('Rename session').evaluate(button => button === document.activeElement)).toBe(true);
    };
    await page.page.getByRole('heading', { name: 'As it was' }).waitFor();
    await rename('Not so', 'Escape');
    await rename('As it is', 'Enter');
    await page.page.getByRole('heading', { name: 'As it is' }).waitFor();
    expect(stage().proxy.count(`PATCH /session/${sessionID}`)).toBe(1);
  });

  it('begins at its end, whatever goes on in the one that is left for it', async () => {
    const page = await stage().open();
    for (const title of ['Left', 'Begun']) {
      const sessionID = await stage().session(title);
      for (let index = 1; index <= 51; index++) {
        await plainPrompt(stage().sandbox, sessionID, `w${index}`, { noReply: true });
      }
    }
    await page.openSession('Left');
    await page.page.route(/before=/, () => undefined);
    await page.button('Load earlier messages').click();
    await page.openSession('Begun');
    await page.log.getByText('w51', { exact: true }).waitFor();
    await page.button('Latest').waitFor({ state: 'hidden' });
    expect(await page.button('Load earlier messages').isEnabled()).toBe(true);
  });

  it("asks for its sub-agent's permission", async () => {
    const page = await stage().open({ path: `/session/${await stage().session('Parent')}` });
    const child = [step(bash('echo child')), step(text('The child is done.'))];
    await page.send(scripted('Delegate.', step(task(child)), step(text('The parent is done.'))));
    await page.dialog('Permission').getByText('echo child').first().waitFor();
    await page.dialog('Permission').getByRole('button', { name: 'Allow once' }).click();
    await page.log.getByText('The parent is done.', { exact: true }).waitFor();
    await page.turnIsOver();
    await expectAsStored(page, stage().sandbox);
  });

  it('says why a prompt never ran, and gives the words back', async () => {
    const page = await stage().open({ path: `/session/${await stage().session('Refused')}` });
    page.complaints.expectFailedRequests();
    const isPost = ({ method, path }: ProxiedRequest) => method === 'POST' && path.endsWith('/prompt_async');
    stage().proxy.break(isPost, refusal('Not today'));
    await page.send('Never mind.');
    await page.page.getByRole('alert').filter({ hasText: 'Not today' }).waitFor();
    await repeatedly(async () => expect(await page.prompt.inputValue()).toBe('Never mind.'));
    expect(await page.messages.count()).toBe(0);
  });
});

describe('what is done to sessions', () => {
  it('says why it failed, once, on narrow screens too, until somebody goes on', async () => {
    const sessionID = await stage().session('Here to stay');
    const page = await stage().open({ path: `/session/${sessionID}`, viewport: { width: 390, height: 844 } });
    page.complaints.expectFailedRequests();
    stage().proxy.break(({ method }) => method === 'DELETE', refusal('Not this one'));
    await page.button('Delete session').click();
    await page.page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    const why = page.page.getByRole('alert').filter({ hasText: 'Not this one' });
    await why.waitFor();
    expect(await why.count()).toBe(1);
    await page.page.getByRole('heading', { name: 'Here to stay' }).waitFor();
    await page.page.getByRole('link', { name: 'OpenCode', exact: true }).click();
    await why.waitFor({ state: 'hidden' });
  });
});

describe('the colours', () => {
  it('are those of the system until somebody chooses, and stay chosen', async () => {
    const page = await stage().open({ colorScheme: 'dark' });
    const ink = () => page.page.evaluate(() => getComputedStyle(document.body).color);
    await page.says('Connected');
    const dark = await ink();
    await page.button('Theme').click();
    await repeatedly(async () => expect(await ink()).not.toBe(dark));
    const light = await ink();
    await page.page.reload();
    await page.says('Connected');
    await repeatedly(async () => expect(await ink()).toBe(light));
  });
});
