import type { Api } from './support/api.js';
import { byName, measure, ratio, type Case } from './support/measure.js';
import { costs, type Finding } from './support/report.js';
import { stageTurns, type TurnScene } from './support/turns/stage.js';

const DELTAS = 100_000;

/** What a delta costs when there is more around it. */
export const growth = async (api: Api, rounds: number): Promise<readonly Finding[]> => [
  await grown(
    api,
    rounds,
    'A delta, by how many parts its reply has',
    ' parts',
    parts => ({ parts: Math.max(parts, 2) }),
    [10, 100, 1_000],
  ),
  await grown(
    api,
    rounds,
    'A delta, by how many turns are followed',
    ' sessions',
    sessions => ({ sessions }),
    [1, 100, 1_000],
  ),
];

async function grown(
  api: Api,
  rounds: number,
  title: string,
  unit: string,
  sceneOf: (count: number) => Partial<TurnScene>,
  counts: readonly number[],
): Promise<Finding> {
  const usual: TurnScene = { sessions: 1, parts: 1, deltas: DELTAS };
  const nameOf = (count: number): string => `${count.toLocaleString('en').replace(',', ' ')}${unit}`;
  const cases = counts.map((count): Case => ({
    name: nameOf(count),
    prepare: () => stageTurns(api, { ...usual, ...sceneOf(count) }),
  }));
  const measured = await measure(cases, rounds);
  const [first, last] = [nameOf(counts[0] ?? 0), nameOf(counts.at(-1) ?? 0)].map(byName(measured));
  if (first === undefined || last === undefined) throw new Error('nothing was measured');
  const goal = { what: `a delta of ${last.name}, times one of ${first.name}`, value: ratio(last, first, 'processor') };
  return costs(title, measured, first, [{ ...goal, atMost: 1.5 }]);
}
