import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text as textOf } from 'node:stream/consumers';
import { bash, fail, question, scripted, step, text, todowrite, wait } from '../../examples/sandbox/index.js';
import { useSandbox } from '../support/sandbox.js';

interface Ended {
  readonly code: number;
  readonly said: string;
  readonly summary: string;
}

/** Runs the demo as a program whose output is a pipe. */
function start(args: readonly string[], env: NodeJS.ProcessEnv = {}): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ['--import', 'tsx', 'examples/demo/main.ts', ...args], {
    env: { ...process.env, OPENCODE_BASE_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = async (): Promise<Ended> => {
    const [said, summary, [code]] = await Promise.all([
      textOf(child.stdout).catch(() => ''), // closed by the one that reads
      textOf(child.stderr),
      once(child, 'exit'),
    ]);
    return { code: code as number, said, summary };
  };
  return { child, ended: end() };
}

const run = (args: readonly string[], env?: NodeJS.ProcessEnv): Promise<Ended> => start(args, env).ended;

describe('the demo', () => {
  const sandbox = useSandbox();
  const there = (): NodeJS.ProcessEnv => ({
    OPENCODE_BASE_URL: sandbox().url,
    OPENCODE_SERVER_PASSWORD: sandbox().password,
  });

  it('runs a prompt of one’s own on a server of one’s own', async () => {
    const { code, said, summary } = await run([scripted('Go', step(text('Here I am.')))], there());
    expect(said).toBe('Here I am.\n\n');
    expect(summary).toMatch(/^✓ completed · .* · \$0\.\d{4}\n$/);
    expect(code).toBe(0);
  });

  it('prints the events', async () => {
    const steps = [step(todowrite({ Look: 'completed' })), step(bash('echo hello')), step(question('Well?', ['Yes']))];
    const { code, said, summary } = await run(
      ['--events', scripted('Go', ...steps, step(text('Here I am.')))],
      there(),
    );
    const events = said.trim().split('\n');
    const types = events.map(line => (JSON.parse(line) as { type: string }).type);
    expect(types[0]).toBe('server.connected');
    for (const type of ['todo.updated', 'permission.asked', 'question.asked', 'message.part.delta', 'session.idle']) {
      expect(types).toContain(type);
    }
    expect(summary).toMatch(/^✓ completed · .* · \$0\.\d{4}\n$/);
    expect(code).toBe(0);
  });

  it('stops without a fuss when nobody reads on', async () => {
    const { child, ended } = start(['--events', scripted('Go', step(wait('a reader')))], there());
    child.stdout?.destroy();
    const { code, summary } = await ended;
    expect(summary).toMatch(/^✗ aborted ·.*\n$/);
    expect(code).toBe(1);
  });

  it('says why a turn failed', async () => {
    const { code, summary } = await run([scripted('Go', step(fail(401, { message: 'No such key' })))], there());
    expect(summary).toContain('✗ failed: No such key');
    expect(code).toBe(1);
  });

  it('aborts the turn on Ctrl-C', async () => {
    const { child, ended } = start([scripted('Go', step(wait('for ever')))], there());
    await sandbox().model.reached('for ever');
    child.kill('SIGINT');
    const { code, summary } = await ended;
    expect(summary).toContain('✗ aborted ·');
    expect(code).toBe(1);
  });

  it('explains itself, and knows what it does not know', async () => {
    expect((await run(['--help'])).said).toContain('npm run demo -- "my prompt"');
    const { code, summary } = await run(['--nope']);
    expect(summary).toMatch(/^✗ Unknown option '--nope'\. What there is: npm run demo -- --help$/m);
    expect(code).toBe(1);
  });
});
