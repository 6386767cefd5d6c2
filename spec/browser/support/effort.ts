import type { CDPSession, Page } from 'playwright-core';

/** What a stretch of time cost the page. */
export interface Lap {
  /** Seconds its main thread was busy. */
  readonly busySeconds: number;
  /** Milliseconds between two frames, at worst. */
  readonly longestFrame: number;
  /** Bytes of JavaScript heap at its end, without garbage. */
  readonly heapBytes: number;
}

interface Frames {
  longestFrame: number;
}

/** Measures a page, lap by lap. */
export class Effort {
  readonly laps: Lap[] = [];
  #busy = 0;

  private constructor(
    private readonly page: Page,
    private readonly devtools: CDPSession,
  ) {}

  static async of(page: Page): Promise<Effort> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    await page.evaluate(watchFrames);
    const effort = new Effort(page, devtools);
    effort.#busy = await effort.#metric('TaskDuration');
    return effort;
  }

  async endLap(): Promise<void> {
    const busy = await this.#metric('TaskDuration');
    const longestFrame = await this.page.evaluate(takeLongestFrame);
    await this.devtools.send('HeapProfiler.collectGarbage');
    this.laps.push({ busySeconds: busy - this.#busy, longestFrame, heapBytes: await this.#metric('JSHeapUsedSize') });
    this.#busy = await this.#metric('TaskDuration');
    await this.page.evaluate(takeLongestFrame);
  }

  async #metric(name: string): Promise<number> {
    const { metrics } = await this.devtools.send('Performance.getMetrics');
    return metrics.find(metric => metric.name === name)?.value ?? NaN;
  }
}

/** Runs in the page: remembers the longest time between two frames. */
function watchFrames(): void {
  const frames = globalThis as unknown as Frames;
  frames.longestFrame = 0;
  let before = performance.now();
  const look = (now: number): void => {
    frames.longestFrame = Math.max(frames.longestFrame, now - before);
    before = now;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

/** Runs in the page: the longest time so far; counts anew from now. */
function takeLongestFrame(): number {
  const frames = globalThis as unknown as Frames;
  const { longestFrame } = frames;
  frames.longestFrame = 0;
  return longestFrame;
}
