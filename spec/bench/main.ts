// Measures the built package, and prints tables: npm run bench [-- NAME …] [--rounds=N]
import { parseArgs } from 'node:util';
import { builtApi, type Api } from './support/api.js';
import { isMet, judged, type Goal } from './support/goal.js';
import { machine, save, table, type Finding } from './support/report.js';
import { delay } from './delay.js';
import { growth } from './growth.js';
import { largeEvents } from './large-events.js';
import { liveViews } from './live-views.js';
import { memory } from './memory.js';
import { throughput } from './throughput.js';

type Bench = (api: Api, rounds: number) => Promise<readonly Finding[]>;

const BENCHES: Readonly<Record<string, Bench>> = {
  throughput,
  growth,
  'large-events': largeEvents,
  memory,
  delay,
  'live-views': liveViews,
};

const { values, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean' }, rounds: { type: 'string', default: '5' } },
});
const rounds = Number(values.rounds);
const unknown = wanted.find(name => !Object.hasOwn(BENCHES, name));
if (values.help === true || unknown !== undefined || !(rounds >= 1)) {
  console.log(`npm run bench [-- NAME … --rounds=5], where NAME is one of ${Object.keys(BENCHES).join(', ')}`);
  process.exit(values.help === true ? 0 : 1);
}

const api = await builtApi();
const goals: Goal[] = [];
console.log(`${machine()}, ${new Date().toISOString().slice(0, 10)}; medians of ${String(rounds)} rounds`);
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const findings = await bench(api, rounds);
  for (const finding of findings) console.log(`\n${finding.title}\n\n${table(finding)}`);
  goals.push(...findings.flatMap(finding => finding.goals));
  save(name, findings);
}
if (goals.length > 0)
  console.log(
    `\n${goals.map(judged).join('\n')}\n${String(goals.filter(isMet).length)} of ${String(goals.length)} met`,
  );
process.exit();
