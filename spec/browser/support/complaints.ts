import type { ConsoleMessage, Page } from 'playwright-core';

/** What Chromium itself says of every request that fails. */
const FAILED_LOAD = 'Failed to load resource: ';

/** Everything a page has to complain about: console errors and warnings, uncaught errors, violations of its policy. */
export class Complaints {
  readonly #heard: string[] = [];
  #isNetworkBroken = false;

  /** Listens from before the page's first line on. */
  static async of(page: Page): Promise<Complaints> {
    const complaints = new Complaints();
    page.on('console', message => complaints.#hear(message));
    page.on('pageerror', error => complaints.#heard.push(`uncaught: ${error.stack ?? error.message}`));
    await page.exposeBinding('reportViolation', (_, words: string) => complaints.#heard.push(`policy: ${words}`));
    await page.addInitScript(reportViolations);
    return complaints;
  }

  /** So far; where the network is broken on purpose, Chromium's word of a failed request is none. */
  get all(): readonly string[] {
    return this.#isNetworkBroken ? this.#heard.filter(words => !words.startsWith(FAILED_LOAD)) : this.#heard;
  }

  /** From now on, and for what was, failed requests are expected. */
  expectFailedRequests(): void {
    this.#isNetworkBroken = true;
  }

  #hear(message: ConsoleMessage): void {
    if (message.type() === 'error' || message.type() === 'warning') this.#heard.push(message.text());
  }
}

/** Runs in the page. */
function reportViolations(): void {
  const { reportViolation } = globalThis as unknown as { reportViolation: (words: string) => void };
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
    reportViolation(`${violatedDirective} ${blockedURI} ${sample}`),
  );
}
