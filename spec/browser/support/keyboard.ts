import type { Locator } from 'playwright-core';

/** More elements than one page has to tab through. */
const ROUND_TRIP = 80;

/** Goes there by Tab alone; throws where Tab never gets. */
export async function tabTo(target: Locator): Promise<void> {
  const page = target.page();
  await target.waitFor();
  for (let presses = 0; presses < ROUND_TRIP; presses++) {
    if (await target.evaluate(element => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${String(target)}`);
}
