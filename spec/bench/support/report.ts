import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import type { Goal } from './goal.js';
import { ratio, type Measured } from './measure.js';

/** A table of what was found, and what of it has to be reached. */
export interface Finding {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly goals: readonly Goal[];
}

/** What cases took for each of their units, and in relation to one of them. */
export function costs(title: string, measured: readonly Measured[], base: Measured, goals: readonly Goal[]): Finding {
  return {
    title,
    columns: ['', 'µs each', 'µs of processor', 'each second', `times ${base.name}`],
    rows: measured.map(each => [
      each.name,
      each.elapsed.toFixed(2),
      each.processor.toFixed(2),
      String(Math.round(1_000_000 / each.elapsed)),
      ratio(each, base, 'processor').toFixed(2),
    ]),
    goals,
  };
}

/** A finding as a table in Markdown. */
export function table({ columns, rows }: Finding): string {
  const rule = columns.map((_title, at) => (at === 0 ? '---' : '--:'));
  return [columns, rule, ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
}

/** Where this was measured. */
export const machine = (): string =>
  `${String(cpus().length)} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;

/** Writes what was found to a file of its own, beside the benchmarks. */
export function save(name: string, findings: readonly Finding[]): void {
  const folder = resolve('spec/bench/results');
  mkdirSync(folder, { recursive: true });
  const found = { name, machine: machine(), date: new Date().toISOString(), findings };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(found, null, 2)}\n`);
}
