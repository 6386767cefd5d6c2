import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
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
  /** Whether this process may end without having stopped it. */
  readonly unref: boolean;
}

const LOG_LIMIT = 200_000;
const LAST_WORDS = 20;
/** After this many milliseconds without the supervisor having done its work, it is killed as well. */
const LAST_PATIENCE = 10_000;

/**
 * A running server binary, under a supervisor that ends it when this process dies. Both are a process group of their
 * own, so that a Ctrl-C in the terminal is not meant for them.
 */
export class ServerProcess {
  readonly #child: ChildProcess;
  readonly #closed: Promise<unknown>;
  #log = '';

  constructor({ binary, args, env, cwd, folder, unref }: ServerProcessOptions) {
    const command = [resolve('./supervise.cjs'), folder, binary, ...args];
    this.#child = spawn(process.execPath, command, { cwd, env, detached: process.platform !== 'win32', stdio: 'pipe' });
    this.#closed = new Promise(done => this.#child.once('error', done).once('close', done));
    this.#child.stdin?.on('error', () => undefined);
    this.#child.stdout?.on('data', (bytes: Buffer) => this.#record(bytes));
    this.#child.stderr?.on('data', (bytes: Buffer) => this.#record(bytes));
    if (unref) this.#unref();
  }

  /** The id of the process group of server and supervisor. */
  get group(): number | undefined {
    return this.#child.pid;
  }

  /** What it printed, the last 200 000 characters of it. */
  get log(): string {
    return this.#log;
  }

  /** Whether it runs. */
  get alive(): boolean {
    return this.group !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** The URL it says it listens on; rejects with its last words when it exits or `deadline` ms pass first. */
  async listening(deadline: number): Promise<string> {
    const end = Date.now() + deadline;
    for (;;) {
      const url = /listening on (http:\/\/\S+)/.exec(this.#log)?.[1];
      if (url !== undefined) return url;
      if (!this.alive) throw await this.died();
      if (Date.now() > end) throw new Error(`The server did not listen within ${String(deadline)} ms\n${this.#tail()}`);
      await sleep(20);
    }
  }

  /** Why it is not alive, with its last words. */
  async died(): Promise<Error> {
    await this.kill();
    return new Error(`The OpenCode server exited early, with code ${String(this.#child.exitCode)}\n${this.#tail()}`);
  }

  /** SIGTERM, SIGKILL behind it after 2 s; resolves when it is gone, and every command it had started with it. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** SIGKILL; resolves when it is gone, and every command it had started with it. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    this.#child.stdin?.write(signal);
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), LAST_PATIENCE);
    await this.#closed;
    clearTimeout(killer);
  }

  #unref(): void {
    this.#child.unref();
    for (const pipe of this.#child.stdio) (pipe as Socket | null)?.unref();
  }

  #record(bytes: Buffer): void {
    this.#log = (this.#log + bytes.toString()).slice(-LOG_LIMIT);
  }

  #tail(): string {
    return this.#log.split('\n').slice(-LAST_WORDS).join('\n');
  }
}
