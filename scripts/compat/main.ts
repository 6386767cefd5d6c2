import { writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { outcomesOf, themesWithFailures, withSecondTry } from './outcomes.js';
import { serverOf } from './server.js';
import { runSuite } from './suite.js';
import { describeRuns, type Run } from './table.js';

const HELP = `Runs the live specs against other releases of the OpenCode server, downloaded from npm.

  npm run compat                     the releases this package is held against
  npm run compat -- 1.2.27 1.17.19   these

  --only PATH        only these specs; default spec/live
  --markdown FILE    writes the table there, too
  --json FILE        writes every outcome there
  --cache FOLDER     keeps the servers there; default a folder among the temporary ones
  --help             this

A file with a failure is run once more, for a busy machine is no fact about a server; what passed only then is listed.
What a server lacks is no failure, and is listed. Exits with 1 when a spec failed twice.`;

const OLDER = ['1.1.65', '1.2.27', '1.3.2', '1.14.41', '1.15.13', '1.17.19'];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: 'spec/live' },
    markdown: { type: 'string' },
    json: { type: 'string' },
    cache: { type: 'string', default: join(tmpdir(), 'opencode-rx-compat') },
    help: { type: 'boolean' },
  },
});

/** The release whose `/doc` the schemas are held against. */
function pinned(): string {
  const manifest = readFileSync(new URL('../../examples/sandbox/package.json', import.meta.url), 'utf8');
  const { optionalDependencies } = JSON.parse(manifest) as { optionalDependencies: Record<string, string> };
  return Object.values(optionalDependencies)[0] ?? '';
}

async function runAgainst(version: string): Promise<Run> {
  console.error(`\n== OpenCode ${version}`);
  const binary = await serverOf(version, values.cache);
  const run = async (...paths: string[]) => outcomesOf(await runSuite(paths, binary));
  const outcomes = await run(values.only);
  const failed = themesWithFailures(outcomes);
  return { version, outcomes: failed.length === 0 ? outcomes : withSecondTry(outcomes, await run(...failed)) };
}

async function compare(versions: readonly string[]): Promise<void> {
  const runs: Run[] = [];
  for (const version of versions) runs.push(await runAgainst(version));
  const table = describeRuns(runs);
  if (values.markdown !== undefined) await writeFile(values.markdown, table);
  if (values.json !== undefined) await writeFile(values.json, JSON.stringify(runs, null, 2));
  console.log(table);
  const hasFailed = runs.some(({ outcomes }) => outcomes.some(({ is }) => is === 'failed'));
  process.exitCode = hasFailed ? 1 : 0;
}

if (values.help) console.log(HELP);
else await compare(positionals.length > 0 ? positionals : [...OLDER, pinned()]);
