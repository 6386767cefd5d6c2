import { execFile, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { fromEvent, map, merge, scan, takeUntil } from 'rxjs';
import { record, type Recording } from './recording.js';

const run = promisify(execFile);

/** A program that was started as from a terminal: it leads a process group, to which Ctrl-C goes. */
export class Program {
  /** Everything it has printed, growing. */
  readonly output: Recording<string>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #exited: Promise<unknown>;
  readonly #family = new Set<number>();

  constructor(command: string, args: readonly string[], env: NodeJS.ProcessEnv) {
    this.#child = spawn(command, args, { env, detached: true, stdio: 'pipe' });
    this.#exited = once(this.#child, 'close');
    const printed$ = merge(...[this.#child.stdout, this.#child.stderr].map(from => fromEvent(from, 'data')));
    const all$ = printed$.pipe(
      map(String),
      scan((all, piece) => all + piece, ''),
    );
    this.output = record(all$.pipe(takeUntil(fromEvent(this.#child, 'close'))));
  }

  /** What it and its children printed. */
  get text(): string {
    return this.output.values.at(-1) ?? '';
  }

  /** Resolves to the exit code, or the name of the signal that ended it. */
  async exit(): Promise<number | string | null> {
    await this.#exited;
    return this.#child.exitCode ?? this.#child.signalCode;
  }

  /** Types a line. */
  type(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  /** Ctrl-D: nobody will type any more. */
  endInput(): void {
    this.#child.stdin.end();
  }

  /** Ctrl-C in its terminal. Remembers who ran then. */
  async interrupt(): Promise<void> {
    await this.meetFamily();
    process.kill(-this.#pid, 'SIGINT');
  }

  /** Remembers every process that descends from it now; how many they are. */
  async meetFamily(): Promise<number> {
    const everybody = await processes();
    const descend = (pid: number): void => {
      this.#family.add(pid);
      for (const [child, parent] of everybody) if (parent === pid) descend(child);
    };
    descend(this.#pid);
    return this.#family.size;
  }

  /** Those it ever had, as far as was looked, that still run. */
  async survivors(): Promise<readonly number[]> {
    const alive = new Map(await processes());
    return [...this.#family].filter(pid => alive.has(pid));
  }

  /** Ends whatever is left of it. */
  async destroy(): Promise<void> {
    for (const pid of await this.survivors()) process.kill(pid, 'SIGKILL');
    if (this.#child.exitCode === null && this.#child.signalCode === null) process.kill(-this.#pid, 'SIGKILL');
  }

  get #pid(): number {
    if (this.#child.pid === undefined) throw new Error('It did not start');
    return this.#child.pid;
  }
}

/** Every process and its parent; zombies are none. */
async function processes(): Promise<readonly (readonly [pid: number, parent: number])[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=,stat=']);
  const rows = stdout.split('\n').map(line => line.trim().split(/\s+/));
  const alive = rows.filter(([, , stat]) => stat !== undefined && !stat.startsWith('Z'));
  return alive.map(([pid, parent]) => [Number(pid), Number(parent)] as const);
}
