import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { resolve } from './resolve.cjs';

/** What to run, and where. */
export interface ServerProcessOptions {
  readonly binary: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Working directory. */
  readonly cwd: string;
  /** Folder to remove when the process that started the server dies without stopping it. */
  readonly folder: string;
}

const LOG_LIMIT = 200_000;
const TERM_PATIENCE = 2_000;
const WINDOWS = process.platform === 'win32';

/** A running server binary. It leads a process group of its own, so that a Ctrl-C in the terminal is not meant for it. */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #guard: ChildProcess | undefined;
  #log = '';
  #failure: Error | undefined;

  constructor({ binary, args, env, cwd, folder }: ServerProcessOptions) {
    this.#child = spawn(binary, args, { cwd, env, detached: !WINDOWS, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child.once('error', error => (this.#failure = error));
    this.#exited = new Promise(done => this.#child.once('error', done).once('close', done));
    this.#child.stdout?.on('data', (bytes: Buffer) => this.#record(bytes));
    this.#child.stderr?.on('data', (bytes: Buffer) => this.#record(bytes));
    this.#guard = this.#child.pid === undefined ? undefined : guard(this.#child.pid, folder);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** What it printed, the last 200 000 characters of it. */
  get log(): string {
    return this.#log;
  }

  /** Whether it runs. */
  get alive(): boolean {
    return this.#failure === undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The URL it says it listens on; rejects with its last words when it exits or `deadline` ms pass first. */
  async listening(deadline: number): Promise<string> {
    const end = Date.now() + deadline;
    for (;;) {
      const url = /listening on (http:\/\/\S+)/.exec(this.#log)?.[1];
      if (url !== undefined) return url;
      if (!this.alive) throw this.died();
      if (Date.now() > end) throw new Error(`The server did not listen within ${String(deadline)} ms\n${this.#tail()}`);
      await sleep(20);
    }
  }

  /** Why it is not alive. */
  died(): Error {
    const how =
      this.#failure?.message ?? `code ${String(this.#child.exitCode)}, signal ${String(this.#child.signalCode)}`;
    return new Error(`The OpenCode server exited early (${how})\n${this.#tail()}`, { cause: this.#failure });
  }

  /** SIGTERM, SIGKILL behind it after 2 s; resolves when it is gone. */
  async stop(): Promise<void> {
    if (this.alive) this.#signal('SIGTERM');
    const killer = setTimeout(() => this.#signal('SIGKILL'), TERM_PATIENCE);
    await this.#exited;
    clearTimeout(killer);
    await this.#dismiss();
  }

  /** SIGKILL; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#signal('SIGKILL');
    await this.#exited;
    await this.#dismiss();
  }

  /** Leaves nobody behind: commands the server had started, and the guard. */
  async #dismiss(): Promise<void> {
    this.#signal('SIGKILL');
    if (this.#guard === undefined || this.#guard.signalCode !== null) return;
    const gone = once(this.#guard, 'exit');
    this.#guard.kill('SIGKILL');
    await gone;
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.pid === undefined) return;
    try {
      process.kill(WINDOWS ? this.pid : -this.pid, signal);
    } catch {
      // Nobody of its group is left.
    }
  }

  #record(bytes: Buffer): void {
    this.#log = (this.#log + bytes.toString()).slice(-LOG_LIMIT);
  }

  #tail(): string {
    return this.#log.split('\n').slice(-20).join('\n');
  }
}

function guard(pid: number, folder: string): ChildProcess {
  const watcher = spawn(process.execPath, [resolve('./guard.cjs'), String(pid), folder], {
    detached: !WINDOWS,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  return watcher.on('error', () => undefined);
}
