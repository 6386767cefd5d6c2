// Measures, and prints tables: npm run bench [-- NAME …] [--rounds=N]
import { liveViews } from './live-views.js';
import { measure, type Case, type Measured } from './support/measure.js';
import { machine, save, table } from './support/report.js';

const BENCHES: Readonly<Record<string, Readonly<Record<string, readonly Case[]>>>> = { 'live-views': liveViews };

const wanted = process.argv.slice(2).filter(argument => !argument.startsWith('--'));
const rounds = Number(process.argv.find(argument => argument.startsWith('--rounds='))?.split('=')[1] ?? 9);

console.log(`${machine()}, ${new Date().toISOString().slice(0, 10)}; medians of ${String(rounds)} rounds`);
for (const [name, groups] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const measured: Record<string, readonly Measured[]> = {};
  for (const [title, cases] of Object.entries(groups)) {
    measured[title] = await measure(cases, rounds);
    console.log(`\n${title}\n\n${table(measured[title])}`);
  }
  save(name, measured);
}
