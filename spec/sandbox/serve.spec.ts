import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { eventually } from '../support/sandbox.js';

const alive = (group: number): boolean => {
  try {
    return process.kill(-group, 0);
  } catch {
    return false;
  }
};

/** Runs the sandbox in a process of its own until it has said where the server is. */
async function serve(): Promise<{ host: ChildProcess; group: number; directory: string }> {
  const host = spawn(process.execPath, ['--import', 'tsx', 'examples/sandbox/serve.ts'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: host.stdout })) {
    const found = /^# directory (.*), process group (\d+)/.exec(line);
    if (found) return { host, directory: found[1] ?? '', group: Number(found[2]) };
  }
  throw new Error('It ended without a word');
}

describe('a sandbox as a program', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    'leaves no server and no folder after %s',
    async signal => {
      const { host, group, directory } = await serve();
      expect(alive(group)).toBe(true);
      host.kill(signal);
      await once(host, 'exit');
      await eventually(
        () => Promise.resolve(alive(group) || existsSync(directory)),
        left => !left,
      );
    },
    60_000,
  );
});
