import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JestReport } from './outcomes.js';

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');

/** Runs the specs of some paths against a server binary, one file at a time; what jest reports of them. */
export async function runSuite(paths: readonly string[], binary: string): Promise<JestReport> {
  const folder = await mkdtemp(join(tmpdir(), 'opencode-rx-compat-'));
  const report = join(folder, 'report.json');
  try {
    const flags = ['--runInBand', '--json', `--outputFile=${report}`];
    const env = { ...process.env, OPENCODE_BINARY: binary };
    await once(
      spawn(process.execPath, [jest, ...paths, ...flags], { env, stdio: ['ignore', 'ignore', 'inherit'] }),
      'exit',
    );
    return JSON.parse(await readFile(report, 'utf8')) as JestReport;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
