import { useDashboard } from './support/use-dashboard.js';

const stage = useDashboard();

describe('a wrong password', () => {
  it('is explained, asked for, and kept over a reload', async () => {
    const { sandbox, proxy } = stage();
    await stage().session('Let in');
    const page = await stage().open({ config: { password: 'not this one' } });
    page.complaints.expectFailedRequests();
    await page.page
      .getByRole('alert')
      .filter({ hasText: /password/i })
      .waitFor();
    await page.says('Disconnected');
    expect(await page.page.getByRole('textbox', { name: 'Server address' }).inputValue()).toBe(proxy.url);
    await page.page.getByRole('textbox', { name: 'User name' }).fill(sandbox.username);
    await page.page.getByLabel('Password').fill(sandbox.password);
    await page.button('Connect').click();
    await page.session('Let in').waitFor();
    await page.says('Connected');
    await page.page.reload();
    await page.session('Let in').waitFor();
  });
});
