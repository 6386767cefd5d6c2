import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, stderr, stdout, versions } from 'node:process';
import { fileURLToPath } from 'node:url';
import { command } from './command.js';
import { CONSUMERS, type Consumer } from './consumers.js';
import { consumerOptions, type AngularVersion } from './options.js';
import { tryOut } from './try-out.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

async function main(args: readonly string[]): Promise<number> {
  const names = CONSUMERS.map(({ name }) => name);
  const options = consumerOptions(args, { node: versions.node, names });
  const place = await mkdtemp(join(tmpdir(), 'opencode-rx-consumers-'));
  try {
    await pack(place, options.built);
    const wanted = CONSUMERS.filter(({ name }) => options.names.includes(name));
    const worked = await Promise.all(wanted.map(consumer => works(consumer, place, options.angular)));
    return worked.every(Boolean) ? 0 : 1;
  } finally {
    if (options.keep) stdout.write(`The projects are in ${place}\n`);
    else await rm(place, { recursive: true, force: true });
  }
}

/** Packs the package under a name without its version; builds it first unless it is built. */
async function pack(place: string, isBuilt: boolean): Promise<void> {
  const flags = isBuilt ? ['--ignore-scripts'] : [];
  await command(ROOT, 'npm', 'pack', '--silent', ...flags, '--pack-destination', place);
  const [packed = ''] = await readdir(place);
  await rename(join(place, packed), join(place, 'opencode-rx.tgz'));
}

/** Whether the package works in a project; says so, and what was wrong. */
async function works(consumer: Consumer, place: string, angular: AngularVersion): Promise<boolean> {
  const start = performance.now();
  const error = await tryOut(consumer, place, angular).then(
    () => undefined,
    (reason: unknown) => (reason instanceof Error ? reason.message : String(reason)),
  );
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  stdout.write(
    `${error === undefined ? 'ok    ' : 'FAILED'}  ${consumer.name} (${seconds} s)\n${error === undefined ? '' : `${error}\n`}`,
  );
  return error === undefined;
}

void main(argv.slice(2))
  .catch((error: unknown) => {
    stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  })
  .then(code => (process.exitCode = code));
