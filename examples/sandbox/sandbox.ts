import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { configFor, sandboxConfig, type ServerConfig } from './config.js';
import { sandboxEnv } from './env.js';
import { feignPlugins } from './feign-plugins.js';
import { freePort } from './free-port.js';
import { ScriptedModel, type ScriptedModelOptions } from './model/scripted-model.js';
import { serverBinary } from './server-binary.js';
import { ServerProcess } from './server-process.js';

/** What a sandbox may do differently. */
export interface SandboxOptions extends ScriptedModelOptions {
  /** Merged into the server's `opencode.json`. @defaultValue `{}` */
  readonly config?: ServerConfig;
  /** Origins of web pages that may talk to the server, beside loopback ones. @defaultValue `[]` */
  readonly cors?: readonly string[];
  /** The empty string: none. @defaultValue a random one */
  readonly password?: string;
  /** @defaultValue a free one */
  readonly port?: number;
  /** More environment variables for the server. @defaultValue `{}` */
  readonly env?: Readonly<Record<string, string>>;
  /** Another server binary. @defaultValue `OPENCODE_BINARY`, else the one npm installed */
  readonly binary?: string;
  /** Milliseconds the server may take to answer its first request. @defaultValue 60 000 */
  readonly bootTimeout?: number;
}

const PROBE_DEADLINE = 1_000;

/** Starts a real OpenCode server with a scripted model beside it; resolves when the server answers. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const binary = serverBinary(options);
  const model = await ScriptedModel.start(options);
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'opencode-sandbox-')));
  const sandbox = new Sandbox(binary, model, folder, options);
  try {
    await sandbox.prepare();
    await sandbox.restart();
    await sandbox.fitConfig();
    return sandbox;
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
}

/** A running server with state of its own, and its model. Made by {@link startSandbox}. */
export class Sandbox {
  readonly username = 'opencode';
  readonly password: string;
  /** The server's working directory. */
  readonly directory: string;
  readonly #home: string;
  #server: ServerProcess | undefined;
  #port: number | undefined;
  #url = '';
  #version = '';

  constructor(
    private readonly binary: string,
    /** The scripted model. */
    readonly model: ScriptedModel,
    private readonly folder: string,
    private readonly options: SandboxOptions,
  ) {
    this.password = options.password ?? randomUUID();
    this.#port = options.port;
    this.directory = join(folder, 'project');
    this.#home = join(folder, 'home');
  }

  /** Where the server answers, without credentials. */
  get url(): string {
    return this.#url;
  }

  /** The server's version, as it says itself. */
  get version(): string {
    return this.#version;
  }

  /** The id of the process group the server runs in. */
  get processGroup(): number | undefined {
    return this.#server?.group;
  }

  /** The value of the Authorization header that lets a request in. */
  get authorization(): string {
    return `Basic ${btoa(`${this.username}:${this.password}`)}`;
  }

  /** What the server printed since its last start. */
  serverLog(): string {
    return this.#server?.log ?? '';
  }

  /** @internal Makes the folders and the configuration. */
  async prepare(): Promise<void> {
    await feignPlugins(join(this.#home, 'config', 'opencode'));
    await mkdir(join(this.#home, 'tmp'));
    await mkdir(this.directory);
    await this.#configure(this.#config);
  }

  /** @internal Takes out of the configuration what an older server refuses, before it reads it with its first request. */
  async fitConfig(): Promise<void> {
    await this.#configure(configFor(this.#version, this.#config));
  }

  /** Stops the server if it runs and starts it again, on the same port and with the same state. */
  async restart(): Promise<void> {
    await this.#server?.stop();
    const { bootTimeout = 60_000 } = this.options;
    this.#port ??= await freePort();
    const server = (this.#server = this.#spawn(this.#port));
    const end = Date.now() + bootTimeout;
    this.#url = await server.listening(bootTimeout);
    while (!(await this.#healthy())) {
      if (!server.alive) throw await server.died();
      if (Date.now() > end)
        throw new Error(`The server did not answer within ${String(bootTimeout)} ms\n${server.log}`);
      await sleep(50);
    }
  }

  /** Kills the server where it stands (SIGKILL); `restart()` brings it back. */
  async kill(): Promise<void> {
    await this.#server?.kill();
  }

  /** Stops server and model and removes their folder. */
  async stop(): Promise<void> {
    await this.#server?.stop();
    await this.model.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  get #config(): ServerConfig {
    return sandboxConfig(this.model.url, this.options.config);
  }

  #configure(config: ServerConfig): Promise<void> {
    return writeFile(join(this.directory, 'opencode.json'), JSON.stringify(config, null, 2));
  }

  #spawn(port: number): ServerProcess {
    const { cors = [], unref = false } = this.options;
    const args = ['serve', '--hostname', '127.0.0.1', '--port', String(port)];
    return new ServerProcess({
      binary: this.binary,
      args: [...args, ...cors.flatMap(origin => ['--cors', origin])],
      env: sandboxEnv(this.#home, this.username, this.password, this.options.env),
      cwd: this.directory,
      folder: this.folder,
      unref,
    });
  }

  async #healthy(): Promise<boolean> {
    const signal = AbortSignal.timeout(PROBE_DEADLINE);
    const headers = { authorization: this.authorization };
    try {
      const answer = await fetch(`${this.#url}/global/health`, { headers, signal });
      this.#version = answer.ok ? ((await answer.json()) as { version: string }).version : '';
      return answer.ok;
    } catch {
      return false;
    }
  }
}
