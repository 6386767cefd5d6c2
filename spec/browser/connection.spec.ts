import { repeatedly } from './support/repeatedly.js';
import { useDashboard } from './support/use-dashboard.js';

const stage = useDashboard();

const expectStreams = (open: number) => repeatedly(() => expect(stage().proxy.openStreams).toBe(open));

describe('the page', () => {
  it('has one event connection, whatever it looks at', async () => {
    const titles = ['One', 'Two', 'Three'];
    for (const title of titles) await stage().session(title);
    const page = await stage().open();
    for (const title of [...titles, ...titles]) {
      await page.openSession(title);
      expect(stage().proxy.openStreams).toBe(1);
    }
    await page.button('Attention, nothing waiting').click();
    await page.region('Attention').waitFor();
    expect(stage().proxy.openStreams).toBe(1);
    expect(stage().proxy.count('GET /event')).toBe(1);
  });

  it('has one in each of its tabs, and none when it is closed', async () => {
    const first = await stage().open();
    const tabs = [first, await stage().openTab(first), await stage().openTab(first)];
    for (const tab of tabs) await tab.says('Connected');
    await expectStreams(3);
    await tabs[2]?.page.close();
    await expectStreams(2);
    await first.page.context().close();
    await expectStreams(0);
  });
});
