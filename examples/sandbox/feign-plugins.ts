import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Makes a configuration folder look as if the package for plugins were installed in it. Else a server installs it with
 * its first session: 100 MB from npm's registry, a processor for a quarter of a minute, and all of it for nothing.
 */
export async function feignPlugins(folder: string): Promise<void> {
  await mkdir(join(folder, 'node_modules'), { recursive: true });
  const lock = { lockfileVersion: 3, packages: { '': { dependencies: { '@opencode-ai/plugin': '*' } } } };
  await writeFile(join(folder, 'package-lock.json'), JSON.stringify(lock));
}
