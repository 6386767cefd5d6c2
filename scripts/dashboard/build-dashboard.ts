import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** What building tells while it is at it: one line a step. */
export type Report = (step: string) => void;

const run = promisify(execFile);

/** Output of a build, in bytes, that is kept to be shown when it fails. */
const OUTPUT_LIMIT = 16 * 1024 * 1024;

/** npm and ng, as Windows knows them too. */
const shell = process.platform === 'win32';

/**
 * Builds the library, installs it in the dashboard as npm would install the published one, and builds the dashboard for
 * production; resolves to the folder to serve. Errors with the output of the command that failed.
 */
export async function buildDashboard(root: string, report: Report): Promise<string> {
  const app = join(root, 'examples', 'angular-dashboard');
  report('Building and packing the library');
  await pack(root, app);
  if (await isInstalled(app)) await replaceLibrary(app);
  else await install(app, report);
  report('Building the dashboard');
  const printed = await command(app, 'npx', ['--no-install', 'ng', 'build', '--configuration', 'production']);
  if (printed.includes('WARNING')) report(printed);
  return join(app, 'dist');
}

/** `npm pack` builds first. The name without a version is the one the dashboard's package.json has. */
async function pack(root: string, app: string): Promise<void> {
  const packed = await command(root, 'npm', ['pack', '--silent', '--pack-destination', app]);
  const tarball = packed.trim().split('\n').at(-1) ?? '';
  await rename(join(app, tarball), join(app, 'opencode-rx.tgz'));
}

/** Whether what is installed is what the lock says. */
async function isInstalled(app: string): Promise<boolean> {
  const installed = await readFile(markOf(app), 'utf8').catch(() => '');
  return installed === (await lockHash(app));
}

async function install(app: string, report: Report): Promise<void> {
  report('Installing Angular (once)');
  await command(app, 'npm', ['ci']);
  await writeFile(markOf(app), await lockHash(app));
}

/** The library alone, without its own dependencies, which the lock pins. */
async function replaceLibrary(app: string): Promise<void> {
  const library = join(app, 'node_modules', 'opencode-rx');
  const old = (await readdir(library)).filter(name => name !== 'node_modules');
  await Promise.all(old.map(name => rm(join(library, name), { recursive: true, force: true })));
  await command(app, 'tar', ['-xzf', 'opencode-rx.tgz', '--strip-components=1', '-C', 'node_modules/opencode-rx']);
}

const markOf = (app: string): string => join(app, 'node_modules', '.installed-lock');

async function lockHash(app: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(join(app, 'package-lock.json')))
    .digest('hex');
}

async function command(cwd: string, name: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, NG_CLI_ANALYTICS: 'false' };
  try {
    return (await run(name, args, { cwd, env, shell, maxBuffer: OUTPUT_LIMIT })).stdout;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${name} ${args.join(' ')} failed\n${stdout}${stderr}`, { cause: error });
  }
}
