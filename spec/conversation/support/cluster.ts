import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath, getuid } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { freePort } from '../../../examples/sandbox/free-port.js';
import { postgresBinaries } from './postgres-binaries.js';

const run = promisify(execFile);

const SUPERVISOR = fileURLToPath(new URL('../../../examples/sandbox/supervise.cjs', import.meta.url));

/** Milliseconds until the first connection, on a busy machine. */
const BOOT = 60_000;

/** Nothing here has to outlive a power cut. */
const HASTE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** PostgreSQL refuses to run as root; its packages bring a user for it. */
const AS_POSTGRES = getuid?.() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups', '--'] : [];

/** A PostgreSQL of its own, for as long as this process lives. */
export class Cluster {
  #server: ChildProcess | undefined;
  #log = '';

  private constructor(
    private readonly folder: string,
    /** How its superuser connects. */
    readonly url: string,
  ) {}

  /** Makes one in a temporary folder and starts it; resolves when it takes connections. */
  static async start(): Promise<Cluster> {
    const binaries = postgresBinaries();
    const folder = await mkdtemp(join(tmpdir(), 'opencode-rx-postgres-'));
    const password = randomUUID();
    const port = await freePort();
    const cluster = new Cluster(folder, `postgres://postgres:${password}@127.0.0.1:${port}/postgres`);
    try {
      await cluster.#make(binaries, password);
      await cluster.#run(binaries, port);
    } catch (error) {
      await cluster.stop();
      throw error;
    }
    return cluster;
  }

  /** Ends it and removes its folder. */
  async stop(): Promise<void> {
    if (this.#server?.exitCode === null) {
      this.#server.stdin?.write('SIGINT'); // its "fast" shutdown
      await once(this.#server, 'close');
    }
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }

  async #make(binaries: string, password: string): Promise<void> {
    if (AS_POSTGRES.length) await run('chown', ['postgres', this.folder]);
    const passwordFile = join(this.folder, 'password');
    await writeFile(passwordFile, password);
    const how = ['--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'];
    const [file, ...args] = [...AS_POSTGRES, join(binaries, 'initdb'), ...how, '--locale=C', '--no-sync'];
    await run(file, [...args, '-D', join(this.folder, 'data')], { cwd: this.folder });
  }

  async #run(binaries: string, port: number): Promise<void> {
    const settings = ['listen_addresses=127.0.0.1', `port=${port}`, 'unix_socket_directories=', ...HASTE];
    const postgres = [...AS_POSTGRES, join(binaries, 'postgres'), '-D', join(this.folder, 'data')];
    const command = [...postgres, ...settings.flatMap(setting => ['-c', setting])];
    const server = spawn(execPath, [SUPERVISOR, this.folder, ...command], { cwd: this.folder, detached: true });
    this.#server = server;
    server.stderr.on('data', (bytes: Buffer) => (this.#log += bytes.toString()));
    const end = Date.now() + BOOT;
    while (!(await this.#answers())) {
      if (server.exitCode !== null || Date.now() > end) throw new Error(`PostgreSQL did not start\n${this.#log}`);
      await sleep(50);
    }
  }

  async #answers(): Promise<boolean> {
    const client = new Client({ connectionString: this.url, connectionTimeoutMillis: 1_000 });
    try {
      await client.connect();
      return true;
    } catch {
      return false;
    } finally {
      await client.end();
    }
  }
}
