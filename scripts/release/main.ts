// Prints, for a workflow's outputs, under which tag of npm this version goes; fails where it is not ready.
import { readFile } from 'node:fs/promises';
import { argv, stderr, stdout } from 'node:process';
import { distTagOf } from './release.js';

async function main([tag = '']: readonly string[]): Promise<void> {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  const changelog = await readFile('CHANGELOG.md', 'utf8');
  stdout.write(`dist-tag=${distTagOf({ tag, version, changelog })}\n`);
}

main(argv.slice(2)).catch((error: unknown) => {
  stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
