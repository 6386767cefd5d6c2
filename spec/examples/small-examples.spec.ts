import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { from, lastValueFrom } from 'rxjs';
import { fail, question, script, step, task, text, wait, write } from '../../examples/sandbox/index.js';
import { toReply } from '../../lib/index.js';
import { readTrace } from '../../lib/testing/index.js';
import { stageOptions } from '../../scripts/example/scenes.js';
import { useExamples } from '../support/examples.js';
import { faultProxy, type FaultProxy } from '../support/fault-proxy.js';
import { eventually, rest, useSandbox } from '../support/sandbox.js';

const NOWHERE = 'http://127.0.0.1:9';
/** Milliseconds for what a busy machine may take long for. */
const PATIENCE = 50_000;

const permission = { bash: 'allow', external_directory: 'allow' };
const sandbox = useSandbox({ ...stageOptions, config: { ...stageOptions.config, permission } });
const examples = useExamples(sandbox);

describe('quick-start', () => {
  it('prints the answer and how it ended', async () => {
    const { code, said } = await examples.run('quick-start');
    expect(said).toMatch(/^A monad wraps a value .* mergeMap\.\ncompleted: \d+ tokens for \$0\.\d{4}\n$/);
    expect(code).toBe(0);
  });

  it('stops the agent on Ctrl-C', async () => {
    sandbox().model.on('Explain monads', script(step(text('A monad'), wait('more'))));
    const program = examples.start('quick-start');
    await program.output.until(printed => printed.includes('A monad'), PATIENCE);
    await program.interrupt();
    expect(await program.exit()).toBe(130);
    await eventually(
      () => rest<object>(sandbox(), 'GET', '/session/status'),
      statuses => Object.keys(statuses).length === 0,
    );
  });

  it('says that a turn failed', async () => {
    sandbox().model.on('Explain monads', script(step(text('A monad'), fail(401))));
    const { code, said } = await examples.run('quick-start');
    expect(said).toMatch(/\nfailed: /);
    expect(code).toBe(1);
  });
});

describe('answer-by-policy', () => {
  it('lets the agent do what is on the list, and go on without the rest, on a server that asks nothing', async () => {
    const { code, said } = await examples.run('answer-by-policy');
    expect(said).toContain('bash | "git status" | completed\n');
    expect(said).toMatch(/^bash \| "date" \| .*Not allowed here: bash date$/m);
    expect(said).toMatch(/I leave it alone\.\ncompleted\n$/);
    expect(code).toBe(0);
  });
});

describe('answer-by-keyboard', () => {
  const asked = 'What shall I write?\n  1. A note\n  2. A poem\n  3. Nothing\n';
  const answers = (): readonly string[] => sandbox().model.requests.map(({ body }) => JSON.stringify(body));

  it('takes the line that is typed once the question was asked', async () => {
    const program = examples.start('answer-by-keyboard');
    await program.output.until(printed => printed.includes(asked), PATIENCE);
    program.type('2');
    expect(await program.exit()).toBe(0);
    expect(program.text).toBe(`${asked}Thank you, I write that.\ncompleted\n`);
    expect(answers().at(-1)).toContain('A poem\\"');
  });

  it('dismisses the question when nobody types, and says so', async () => {
    const { said } = await examples.run('answer-by-keyboard');
    expect(said).toMatch(/3\. Nothing\nDismissed: nobody answers\.\n.*\ncompleted\n$/);
    expect(said).not.toContain('Thank you');
  });
});

describe('several-servers', () => {
  let other: FaultProxy;
  beforeEach(async () => {
    other = await faultProxy(sandbox().url);
  });
  afterEach(() => other.down());

  it('answers each where it waits, though one is down and another one goes away for a while', async () => {
    const { url, directory, model } = sandbox();
    const elsewhere = join(directory, 'elsewhere');
    await mkdir(elsewhere);
    model.on('Which colour', script(step(wait('the break'), question('Which?', ['Green'])), step(text('Green.'))));
    const program = examples.start('several-servers', [url, `${other.url}?directory=${elsewhere}`, NOWHERE]);
    const hosts = [url, other.url].map(address => new URL(address).host);
    await bothRun();
    await other.down();
    await program.output.until(printed => printed.includes(`${hosts[1]}: GET /event: `), PATIENCE);
    await other.up();
    model.release('the break');
    expect(await program.exit()).toBe(1);
    for (const host of hosts) {
      expect(program.text).toMatch(new RegExp(`^waiting: .*question on ${host}`, 'm'));
      expect(program.text).toContain(`${host}: answered\n`);
      expect(program.text).toContain(`${host}: completed\n`);
    }
    expect(program.text).toContain(
      '127.0.0.1:9: ConnectionError: POST /session: could not reach the server at 127.0.0.1:9 (ECONNREFUSED)',
    );
    expect(program.text).toContain('127.0.0.1:9: GET /event: could not reach the server at 127.0.0.1:9 (ECONNREFUSED)');
    expect(program.text).not.toMatch(/^waiting: (nothing$|.* on 127\.0\.0\.1:9\b)/m);
    expect(other.requests.filter(({ path }) => /^\/question\/\w+\/reply/.test(path))).toHaveLength(1);
  });

  const bothRun = () =>
    eventually(
      async () => sandbox().model.requests.filter(({ title, prompt }) => !title && prompt.includes('Which colour')),
      requests => requests.length === 2,
    );
});

describe('open-telemetry', () => {
  it('prints a span for each request and the connection, within that of the turn', async () => {
    const { code, said } = await examples.run('open-telemetry');
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
    const { code, said } = await examples.run('open-telemetry', [], { OPENCODE_SERVER_PASSWORD: 'not-the-password' });
    expect(said).toMatch(/^UnauthorizedError: POST \/session: HTTP status 401\. Is the password right\? .*$/m);
    expect(said).toMatch(
      /^ {2}opencode\.request {"method":"POST","path":"\/session"} \d+ ms failed: UnauthorizedError: POST \/session: HTTP status 401\. Is the password right\? .*$/m,
    );
    expect(said).toMatch(/^turn {} \d+ ms failed: UnauthorizedError: /m);
    expect(said).not.toContain('not-the-password');
    expect(code).toBe(1);
  });

  it('tells of a turn that failed, though each request went well', async () => {
    sandbox().model.on('Explain spans', script(step(fail(401))));
    const { code, said } = await examples.run('open-telemetry');
    expect(said).toMatch(/^turn {} \d+ ms failed: Error: the turn ended failed$/m);
    expect(said).toMatch(/\/prompt_async"} \d+ ms ok$/m);
    expect(code).toBe(1);
  });
});

describe('save-and-replay', () => {
  it('makes the same reply of the file, here as there', async () => {
    const path = join(examples.folder, 'turn.ndjson');
    const { code, said } = await examples.run('save-and-replay', [path]);
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
    const { code, said } = await examples.run('artifacts-to-disk', [examples.folder]);
    expect(said).toMatch(/^left out, .*outside\.md$/m);
    expect(code).toBe(0);
    const [saved = ''] = await readdir(examples.folder).then(names => names.filter(name => name.startsWith('ses_')));
    const files = await readdir(join(examples.folder, saved), { recursive: true });
    expect(files.sort()).toEqual(['docs', 'docs/plan.md', 'note.md']);
    for (const name of ['docs/plan.md', 'note.md']) {
      expect(await readFile(join(examples.folder, saved, name))).toEqual(await readFile(join(directory, name)));
    }
  });
});

describe('with an agent that does something else', () => {
  it.each([
    ['answer-by-policy', 'Run "git status"', 'nothing was asked'],
    ['answer-by-keyboard', 'Ask me what to write', 'The agent asked nothing'],
    ['several-servers', 'Which colour', 'completed, nothing was asked'],
    ['artifacts-to-disk', 'Write a note', 'The agent wrote no file'],
  ])('%s says that there was nothing to show', async (name, words, saying) => {
    sandbox().model.on(words, script(step(text('Hello.'))));
    const { code, said } = await examples.run(name);
    expect(said).toContain(saying);
    expect(code).toBe(0);
  });
});
