import type { Page } from 'playwright-core';

interface Collecting {
  collected?: Set<string>;
}

/** Remembers from now on how the turns of the page ended, and all that it announced, however short it stood there. */
export async function collectOutcomes(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const collected = new Set<string>();
    const collect = () => {
      for (const node of document.querySelectorAll('.outcome, [aria-live="polite"]')) {
        collected.add(node.textContent.trim());
      }
    };
    new MutationObserver(collect).observe(document.body, { subtree: true, childList: true, characterData: true });
    collect();
    (globalThis as Collecting).collected = collected;
  });
  return () => page.evaluate(() => [...((globalThis as Collecting).collected ?? [])]);
}
