import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { execPath } from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { filter, firstValueFrom, fromEvent, map, ReplaySubject, takeUntil } from 'rxjs';
import { say } from './say.js';

/** A worker in a process of its own. */
export interface WorkerProcess {
  /** Resolves when it has printed such a line. Rejects when it is gone and has not. */
  printed(line: RegExp): Promise<string>;
  /** Sends it a signal; resolves when it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** Starts a worker; `env` tells it where database and OpenCode servers are. What it prints is shown under its name. */
export function startWorker(name: string, env: Readonly<Record<string, string>>): WorkerProcess {
  const program = fileURLToPath(new URL('../worker/main.ts', import.meta.url));
  const child = spawn(execPath, ['--import', 'tsx', program], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'close');
  process.once('exit', () => child.kill('SIGKILL'));
  const lines$ = new ReplaySubject<string>();
  fromEvent(createInterface(child.stdout), 'line').pipe(map(String), takeUntil(gone)).subscribe(lines$);
  lines$.subscribe(line => say(`  ${name}: ${line}`));
  return {
    printed: line => firstValueFrom(lines$.pipe(filter(printed => line.test(printed)))),
    end: async signal => {
      child.kill(signal);
      await gone;
    },
  };
}
