import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Sandbox } from '../../examples/sandbox/index.js';
import { rehearse } from '../../scripts/example/scenes.js';
import { Program } from './program.js';

const EXAMPLES = join(__dirname, '..', '..', 'examples');

/** How an example ended, and everything it printed. */
export interface Ended {
  readonly code: number | string | null;
  readonly said: string;
}

/** The examples of one file, as programs that run on the sandbox; none may print its password. */
export function useExamples(sandbox: () => Sandbox): Examples {
  const examples = new Examples(sandbox);
  beforeAll(() => examples.prepare());
  afterEach(() => {
    const { password, authorization } = sandbox();
    for (const secret of [password, authorization.replace('Basic ', '')]) expect(examples.said).not.toContain(secret);
  });
  afterAll(() => examples.remove());
  return examples;
}

/** Starts examples. Made by {@link useExamples}. */
export class Examples {
  /** A folder they may write to. */
  folder = '';
  readonly #programs: Program[] = [];

  constructor(private readonly sandbox: () => Sandbox) {}

  /** Makes plain JavaScript of them, once: with `--import tsx` each start would cost ten times as much. */
  async prepare(): Promise<void> {
    rehearse(this.sandbox().model);
    this.folder = await mkdtemp(join(tmpdir(), 'opencode-rx-examples-'));
    const format = { bundle: true, platform: 'node', format: 'cjs', target: 'node20' } as const;
    await build({ ...format, entryPoints: [`${EXAMPLES}/*.ts`], outdir: join(this.folder, 'bin') });
  }

  /** What all of them have printed. */
  get said(): string {
    return this.#programs.map(({ text }) => text).join('\n');
  }

  /** Starts one as somebody would, with what it needs to know of the sandbox. */
  start(name: string, args: readonly string[] = [], more: NodeJS.ProcessEnv = {}): Program {
    const { url, password } = this.sandbox();
    const server = { OPENCODE_BASE_URL: url, OPENCODE_SERVER_PASSWORD: password, NODE_NO_WARNINGS: '1' };
    const file = join(this.folder, 'bin', `${name}.js`);
    const program = new Program(process.execPath, [file, ...args], { ...process.env, ...server, ...more });
    this.#programs.push(program);
    return program;
  }

  /** Runs one to its end, with nobody at the keyboard. */
  async run(...given: Parameters<Examples['start']>): Promise<Ended> {
    const program = this.start(...given);
    program.endInput();
    return { code: await program.exit(), said: program.text };
  }

  /** Ends those that still run, and removes what they wrote. */
  async remove(): Promise<void> {
    await Promise.all(this.#programs.map(program => program.destroy()));
    await rm(this.folder, { recursive: true, force: true });
  }
}
