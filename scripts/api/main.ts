import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { surfaceOf } from './reports.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const KEPT = join(ROOT, 'spec', 'api');

const CHANGED = `
The public surface is not the one of spec/api. If that is meant, accept it with \`npm run api -- --local\`, commit the
reports with the change, and say it in CHANGELOG.md.
`;

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { local: { type: 'boolean', default: false } } });
  const { reports, complaints } = await surfaceOf(ROOT);
  for (const complaint of complaints) stderr.write(`${complaint}\n`);
  if (complaints.length > 0) return 1;
  if (values.local) await keep(KEPT, reports);
  else if (await differs(reports)) return 1;
  stdout.write(`The public surface is that of spec/api.\n`);
  return 0;
}

async function keep(folder: string, reports: ReadonlyMap<string, string>): Promise<void> {
  for (const [name, report] of reports) await writeFile(join(folder, name), report);
}

/** Whether the reports differ from those that are kept; shows how. */
async function differs(reports: ReadonlyMap<string, string>): Promise<boolean> {
  const kept = await Promise.all([...reports.keys()].map(name => readFile(join(KEPT, name), 'utf8').catch(() => '')));
  if ([...reports.values()].every((report, at) => report === kept[at])) return false;
  await show(reports);
  stderr.write(CHANGED);
  return true;
}

async function show(reports: ReadonlyMap<string, string>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'opencode-rx-api-'));
  try {
    await keep(folder, reports);
    spawnSync('git', ['--no-pager', 'diff', '--no-index', '--', KEPT, folder], { stdio: 'inherit' });
  } finally {
    await rm(folder, { recursive: true });
  }
}

void main(argv.slice(2)).then(code => (process.exitCode = code));
