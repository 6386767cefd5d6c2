import { execFile } from 'node:child_process';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serverPackage } from '../../examples/sandbox/server-binary.js';

const run = promisify(execFile);

/** The path of the server binary of that version; downloads its package from npm into the folder, unless it is there. */
export async function serverOf(version: string, folder: string): Promise<string> {
  const { name, file } = serverPackage(process.platform, process.arch);
  const home = join(folder, version);
  const binary = join(home, 'node_modules', name, file);
  if (!(await isThere(binary, version))) await install(`${name}@${version}`, home);
  if (!(await isThere(binary, version))) throw new Error(`${name}@${version} holds no server of that version`);
  return binary;
}

async function isThere(binary: string, version: string): Promise<boolean> {
  try {
    await access(binary);
    return (await run(binary, ['--version'])).stdout.trim() === version;
  } catch {
    return false;
  }
}

async function install(what: string, home: string): Promise<void> {
  await mkdir(home, { recursive: true });
  await writeFile(join(home, 'package.json'), '{ "private": true }');
  const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock'];
  await run('npm', ['install', ...flags, what], { cwd: home, shell: process.platform === 'win32' });
}
