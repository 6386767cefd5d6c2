import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { from, lastValueFrom } from 'rxjs';
import { fail, script, step, task, text, write } from '../../examples/sandbox/index.js';
import { toReply } from '../../lib/index.js';
import { readTrace } from '../../lib/testing/index.js';
import { rehearse, stageOptions } from '../../scripts/example/scenes.js';
import { faultProxy, type FaultProxy } from '../support/fault-proxy.js';
import { Program } from '../support/program.js';
import { useSandbox } from '../support/sandbox.js';

const EXAMPLES = join(__dirname, '..', '..', 'examples');
const NOWHERE = 'http://127.0.0.1:9';

const allowed = { permission: { external_directory: 'allow' } };
const sandbox = useSandbox({ ...stageOptions, config: { ...stageOptions.config, ...allowed } });
const programs: Program[] = [];
let folder: string;

/** Makes plain JavaScript of the examples, once: with `--import tsx` each start would cost ten times as much. */
const compile = () =>
  build({
    entryPoints: [`${EXAMPLES}/*.ts`],
    outdir: join(folder, 'bin'),
    ...({ bundle: true, platform: 'node', format: 'cjs', target: 'node20' } as const),
  });

/** An example as somebody runs it, with what it needs to know of the sandbox. */
function start(name: string, args: readonly string[] = [], more: NodeJS.ProcessEnv = {}): Program {
  const { url, password } = sandbox();
  const server = { OPENCODE_BASE_URL: url, OPENCODE_SERVER_PASSWORD: password, NODE_NO_WARNINGS: '1' };
  const file = join(folder, 'bin', `${name}.js`);
  const program = new Program(process.execPath, [file, ...args], { ...process.env, ...server, ...more });
  programs.push(program);
  return program;
}

/** Runs an example to its end, with nobody at the keyboard. */
async function run(...given: Parameters<typeof start>): Promise<{ readonly code: unknown; readonly said: string }> {
  const program = start(...given);
  program.endInput();
  return { code: await program.exit(), said: program.text };
}

beforeAll(async () => {
  rehearse(sandbox().model);
  folder = await mkdtemp(join(tmpdir(), 'opencode-rx-examples-'));
  await compile();
});

afterEach(() => {
  const { password, authorization } = sandbox();
  for (const { text: said } of programs) {
    expect(said).not.toContain(password);
    expect(said).not.toContain(authorization.replace('Basic ', ''));
  }
});

afterAll(async () => {
  await Promise.all(programs.map(program => program.destroy()));
  await rm(folder, { recursive: true, force: true });
});

describe('quick-start', () => {
  it('prints the answer and how it ended', async () => {
    const { code, said } = await run('quick-start');
    expect(said).toMatch(/^A monad wraps a value .* mergeMap\.\ncompleted: \d+ tokens for \$0\.\d{4}\n$/);
    expect(code).toBe(0);
  });

  it('says that a turn failed', async () => {
    sandbox().model.on('Explain monads', script(step(text('A monad'), fail(401))));
    const { code, said } = await run('quick-start');
    expect(said).toMatch(/\nfailed: /);
    expect(code).toBe(1);
  });
});

describe('answer-by-policy', () => {
  it('lets the agent do what is on the list, and go on without the rest', async () => {
    const { code, said } = await run('answer-by-policy');
    expect(said).toContain('bash | "git status" | completed\n');
    expect(said).toMatch(/^bash \| "rm -rf build" \| .*Not allowed here: bash rm -rf build$/m);
    expect(said).toMatch(/I leave it alone\.\ncompleted\n$/);
    expect(code).toBe(0);
  });
});

describe('answer-by-keyboard', () => {
  const asked = 'What shall I write?\n  1. A note\n  2. A poem\n  3. Nothing\n';
  const answers = (): readonly string[] => sandbox().model.requests.map(({ body }) => JSON.stringify(body));

  it('takes the line that is typed once the question was asked', async () => {
    const program = start('answer-by-keyboard');
    await program.output.until(printed => printed.includes(asked), 50_000);
    program.type('2');
    expect(await program.exit()).toBe(0);
    expect(program.text).toBe(`${asked}Thank you, I write that.\ncompleted\n`);
    expect(answers().at(-1)).toContain('A poem\\"');
  });

  it('dismisses the question when nobody types', async () => {
    const { said } = await run('answer-by-keyboard');
    expect(said).toMatch(/3\. Nothing\n.*\ncompleted\n$/);
    expect(said).not.toContain('Thank you');
  });
});

describe('several-servers', () => {
  let other: FaultProxy;
  beforeEach(async () => {
    other = await faultProxy(sandbox().url);
  });
  afterEach(() => other.down());

  it('answers each where it waits, though one is down', async () => {
    const directory = join(sandbox().directory, 'other');
    await mkdir(directory);
    const { code, said } = await run('several-servers', [
      sandbox().url,
      `${other.url}?directory=${directory}`,
      NOWHERE,
    ]);
    for (const { host } of [new URL(sandbox().url), new URL(other.url)]) {
      expect(said).toMatch(new RegExp(`^waiting: .*question on ${host}`, 'm'));
      expect(said).toContain(`${host}: answered\n`);
      expect(said).toContain(`${host}: completed\n`);
    }
    expect(said).toContain('127.0.0.1:9: ConnectionError: POST /session: could not reach the server\n');
    expect(said).toContain('127.0.0.1:9: GET /event: could not reach the server\n');
    expect(other.requests.filter(({ path }) => /^\/question\/\w+\/reply/.test(path))).toHaveLength(1);
    expect(code).toBe(1);
  });
});

describe('open-telemetry', () => {
  it('prints a span for each request and the connection, within that of the turn', async () => {
    const { code, said } = await run('open-telemetry');
    const lines = said.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^turn {} \d+ ms ok$/);
    expect(lines.slice(1).every(line => line.startsWith('  opencode.'))).toBe(true);
    expect(said).toMatch(/^ {2}opencode\.request {"method":"POST","path":"\/session"} \d+ ms ok$/m);
    expect(said).toMatch(/^ {2}opencode\.connection {"path":"\/event","attempt":1} \d+ ms ok$/m);
    expect(said).toMatch(
      /^ {2}opencode\.request {"method":"POST","path":"\/session\/ses_\w+\/prompt_async"} \d+ ms ok$/m,
    );
    expect(said).not.toContain('Explain');
    expect(code).toBe(0);
  });

  it('tells of a refusal, and not of the password', async () => {
    const { code, said } = await run('open-telemetry', [], { OPENCODE_SERVER_PASSWORD: 'not-the-password' });
    expect(said).toMatch(/^UnauthorizedError: POST \/session: HTTP status 401$/m);
    expect(said).toMatch(
      /^ {2}opencode\.request {"method":"POST","path":"\/session"} \d+ ms failed: POST \/session: HTTP status 401$/m,
    );
    expect(said).not.toContain('not-the-password');
    expect(code).toBe(1);
  });
});

describe('save-and-replay', () => {
  it('makes the same reply of the file, here as there', async () => {
    const path = join(folder, 'turn.ndjson');
    const { code, said } = await run('save-and-replay', [path]);
    expect(said).toContain(`completed; the replay of ${path} is equal\n`);
    expect(code).toBe(0);
    const reply = await lastValueFrom(from(readTrace(await readFile(path, 'utf8'))).pipe(toReply()));
    expect(reply.fullText).toBe('A trace is what was said, in the order it was said.\n\nThat is all.');
    expect(reply.todos).toMatchObject([{ content: 'Explain it', status: 'completed' }]);
  });
});

describe('artifacts-to-disk', () => {
  it('saves what the agent and its subagent wrote, and nothing that lies outside the project', async () => {
    const { directory, model } = sandbox();
    const outside = write('../outside.md', 'no');
    const inside = [write('note.md', 'draft'), write('note.md', 'Größe, 漢字, 🙂\n')].map(act => step(act));
    model.on('Write a note', script(step(outside), ...inside, step(task('Write the plan, as a patch.'))));
    const { code, said } = await run('artifacts-to-disk', [folder]);
    expect(said).toMatch(/^left out, .*outside\.md$/m);
    expect(code).toBe(0);
    const [saved = ''] = await readdir(folder).then(names => names.filter(name => name.startsWith('ses_')));
    const files = await readdir(join(folder, saved), { recursive: true });
    expect(files.sort()).toEqual(['docs', 'docs/plan.md', 'note.md']);
    for (const name of ['docs/plan.md', 'note.md']) {
      expect(await readFile(join(folder, saved, name))).toEqual(await readFile(join(directory, name)));
    }
  });
});
