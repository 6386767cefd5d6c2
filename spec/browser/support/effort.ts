import type { CDPSession, Page } from 'playwright-core';

/** What a stretch of time cost the page. */
export interface Lap {
  /** Milliseconds of the main thread a frame took, on average. (A slow page draws fewer frames: the sum tells little.) */
  readonly frame: number;
  /** Milliseconds from a key to the frame that shows it, in the median. */
  readonly keystroke: number;
  /** Bytes of JavaScript heap at its end, without garbage. */
  readonly heap: number;
}

interface Watch {
  frames: number;
  keystrokes: number[];
}

/** Measures a page, lap by lap. Somebody has to type in every lap. */
export class Effort {
  readonly laps: Lap[] = [];
  #busySince = 0;

  private constructor(
    private readonly page: Page,
    private readonly devtools: CDPSession,
  ) {}

  static async of(page: Page): Promise<Effort> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    await page.evaluate(watch);
    const effort = new Effort(page, devtools);
    await effort.#begin();
    return effort;
  }

  async endLap(): Promise<void> {
    const busySeconds = (await this.#metric('TaskDuration')) - this.#busySince;
    const { frames, keystrokes } = await this.page.evaluate(takeWatch);
    await this.devtools.send('HeapProfiler.collectGarbage');
    const heap = await this.#metric('JSHeapUsedSize');
    this.laps.push({ frame: (1_000 * busySeconds) / frames, keystroke: median(keystrokes), heap });
    await this.#begin();
  }

  async #begin(): Promise<void> {
    await this.page.evaluate(() => Object.assign(globalThis, { frames: 0, keystrokes: [] }));
    this.#busySince = await this.#metric('TaskDuration');
  }

  async #metric(name: string): Promise<number> {
    const { metrics } = await this.devtools.send('Performance.getMetrics');
    return metrics.find(metric => metric.name === name)?.value ?? NaN;
  }
}

/** Runs in the page. */
function takeWatch(): Watch {
  const { frames, keystrokes } = globalThis as unknown as Watch;
  return { frames, keystrokes };
}

/** Runs in the page: counts frames, and takes the time of keystrokes. */
function watch(): void {
  const watch = globalThis as unknown as Watch;
  const look = (): void => {
    watch.frames++;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  document.addEventListener('keydown', ({ timeStamp }) => {
    requestAnimationFrame(() => setTimeout(() => watch.keystrokes.push(performance.now() - timeStamp)));
  });
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
