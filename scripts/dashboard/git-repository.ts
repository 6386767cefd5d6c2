import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

const SETTINGS = [
  'user.name=Sandbox',
  'user.email=sandbox@localhost',
  'commit.gpgsign=false',
  'core.hooksPath=/dev/null',
];

/** Makes a folder a git repository with all it holds committed; resolves to `false` where there is no git. */
export async function makeRepository(folder: string): Promise<boolean> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  const settings = SETTINGS.flatMap(setting => ['-c', setting]);
  const git = (...args: string[]) => run('git', [...settings, ...args], { cwd: folder, env });
  try {
    await git('init', '--quiet', '--initial-branch=main');
    await git('add', '--all');
    await git('commit', '--quiet', '--message', 'Begin');
    return true;
  } catch {
    return false;
  }
}
