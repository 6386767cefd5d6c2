import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

/** A server in a process of its own. */
export interface Firehose {
  readonly url: string;
  readonly stop: () => void;
}

/** Starts a server that answers each prompt with so many deltas, in an answer of so many parts. */
export async function startFirehose(deltas: number, parts = 1): Promise<Firehose> {
  const program = resolve('spec/bench/support/turns/firehose.ts');
  const args = ['--import', 'tsx', program, String(deltas), String(parts)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    url: `http://127.0.0.1:${port.toString().trim()}`,
    stop: () => {
      child.kill();
    },
  };
}
