import { performance } from 'node:perf_hooks';

/** One thing to be measured beside its peers. */
export interface Case {
  readonly name: string;
  /** Makes it ready, which is not measured. */
  readonly prepare: () => Promise<Prepared>;
}

/** A case that is ready to run, once. */
export interface Prepared {
  /** What is measured; resolves with how many of its units were done. */
  readonly run: () => Promise<number>;
  readonly end: () => void;
}

/** What one run took for each unit of work. */
export interface Sample {
  /** Microseconds by the clock. */
  readonly elapsed: number;
  /** Microseconds of processor time, which neighbours on a busy machine take less from. */
  readonly processor: number;
}

/** A case, its runs, and their medians. */
export interface Measured extends Sample {
  readonly name: string;
  readonly samples: readonly Sample[];
}

/** Runs all cases in turn, round after round, so that whatever slows the machine slows them alike. The first round warms up. */
export async function measure(cases: readonly Case[], rounds: number): Promise<readonly Measured[]> {
  const samples = cases.map((): Sample[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [at, each] of cases.entries()) {
      const sample = await sampleOf(each);
      if (round > 0) samples[at]?.push(sample);
    }
  }
  return cases.map(({ name }, at) => ({ name, ...medians(samples[at] ?? []), samples: samples[at] ?? [] }));
}

async function sampleOf({ prepare }: Case): Promise<Sample> {
  const { run, end } = await prepare();
  globalThis.gc?.();
  const start = { time: performance.now(), usage: process.cpuUsage() };
  const units = await run();
  const { user, system } = process.cpuUsage(start.usage);
  const elapsed = (performance.now() - start.time) * 1_000;
  end();
  return { elapsed: elapsed / units, processor: (user + system) / units };
}

const medians = (samples: readonly Sample[]): Sample => ({
  elapsed: median(samples.map(({ elapsed }) => elapsed)),
  processor: median(samples.map(({ processor }) => processor)),
});

/** How many times as much one takes as another, round by round; the median of that. */
export const ratio = (one: Measured, other: Measured, by: keyof Sample): number =>
  median(one.samples.map((sample, round) => sample[by] / (other.samples[round]?.[by] ?? NaN)));

/** The one in the middle; of an even number the mean of the two. */
export function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  const [low = 0, high = low] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return (low + high) / 2;
}

/** Those measured, by the names of their cases. */
export function byName(measured: readonly Measured[]): (name: string) => Measured {
  return name => {
    const found = measured.find(each => each.name === name);
    if (found === undefined) throw new Error(`no case is called ${name}`);
    return found;
  };
}
