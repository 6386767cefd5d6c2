import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import type { Measured } from './measure.js';

const HEAD = ['', 'µs each', 'µs of processor', 'each second', 'ratio'];

/** A table in Markdown; the ratio is that of processor time to the first case. */
export function table(measured: readonly Measured[]): string {
  const [first] = measured;
  const rows = measured.map(({ name, elapsed, processor }) => [
    name,
    elapsed.toFixed(1),
    processor.toFixed(1),
    String(Math.round(1_000_000 / elapsed)),
    (processor / (first?.processor ?? processor)).toFixed(2),
  ]);
  return [HEAD, HEAD.map((_title, at) => (at === 0 ? '---' : '--:')), ...rows].map(cells => line(cells)).join('\n');
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Where this was measured. */
export const machine = (): string =>
  `${String(cpus().length)} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.version}`;

/** Writes what was measured to a file of its own, beside the benchmarks. */
export function save(name: string, groups: Readonly<Record<string, readonly Measured[]>>): void {
  const folder = join(import.meta.dirname, '..', 'results');
  mkdirSync(folder, { recursive: true });
  const found = { name, machine: machine(), date: new Date().toISOString(), groups };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(found, null, 2)}\n`);
}
