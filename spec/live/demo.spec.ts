import { bash, fail, question, scripted, step, text, todowrite } from '../../examples/sandbox/index.js';
import { needs } from '../support/needs.js';
import { Program } from '../support/program.js';
import { eventually, useSandbox } from '../support/sandbox.js';

const sandbox = useSandbox({ delay: 1 });
const programs: Program[] = [];

/** `npm run demo -- …`, in the background; it knows of no server but one it is told of. */
function demo(args: readonly string[], more: NodeJS.ProcessEnv = {}): Program {
  const { OPENCODE_BASE_URL, OPENCODE_SERVER_PASSWORD, OPENCODE_SERVER_USERNAME, ...env } = process.env;
  const program = new Program('npm', ['run', '--silent', 'demo', '--', ...args], { ...env, ...more });
  program.endInput();
  programs.push(program);
  return program;
}

const server = (): NodeJS.ProcessEnv => ({
  OPENCODE_BASE_URL: sandbox().url,
  OPENCODE_SERVER_PASSWORD: sandbox().password,
});

const nobodyLeft = (program: Program) =>
  eventually(
    () => program.survivors(),
    survivors => survivors.length === 0,
  );

afterAll(() => Promise.all(programs.map(program => program.destroy())));

describe('npm run demo', () => {
  it('shows a whole turn, with todos, an outcome and what it cost, and leaves nobody behind', async () => {
    const program = demo(['--yes']);
    await program.output.until(printed => printed.includes('Welcome!'));
    // npm, the demo, and a server with its supervisor at least.
    expect(await program.meetFamily()).toBeGreaterThanOrEqual(4);
    expect(await program.exit()).toBe(0);
    const { text } = program;
    for (const todo of ['▸ Look around', '✓ Look around', '○ Write it down', '✓ Write it down']) {
      expect(text).toContain(todo);
    }
    expect(text).toMatch(/✓ bash uname/);
    expect(text).toMatch(/\? What shall I write\?\n {2}A note/);
    expect(text).toMatch(/✓ completed · \d+ tokens in, \d+ out · \$0\.\d{4} \(pretended\)\n/);
    await nobodyLeft(program);
  }, 90_000);

  it('prints the raw events', async () => {
    const steps = [step(todowrite({ Look: 'completed' })), step(bash('echo hello')), step(question('Well?', ['Yes']))];
    const program = demo(['--yes', '--events', scripted('Work.', ...steps, step(text('Done.')))], server());
    expect(await program.exit()).toBe(0);
    const events = program.text.split('\n').filter(line => line.startsWith('{'));
    const types = events.map(line => (JSON.parse(line) as { type: string }).type);
    expect(types).toEqual(
      expect.arrayContaining(['todo.updated', 'permission.asked', 'question.asked', 'session.idle']),
    );
    expect(program.text).toMatch(/✓ completed · .* · \$0\.\d{4}\n/);
    needs(sandbox(), 'events of deltas');
    expect(types).toContain('message.part.delta');
  }, 90_000);

  it('aborts on Ctrl-C, ends with another code, and leaves nobody behind', async () => {
    const program = demo(['--yes']);
    await program.output.until(printed => printed.includes('▸ Look around'));
    await program.interrupt();
    expect(await program.exit()).not.toBe(0);
    expect(program.text).toMatch(/✗ aborted/);
    expect(program.text).not.toContain('That was the tour');
    await nobodyLeft(program);
  }, 90_000);

  it('leaves nobody behind when Ctrl-C comes before the server is up', async () => {
    const program = demo(['--yes']);
    await program.output.until(printed => printed.includes('Starting'));
    await eventually(
      () => program.meetFamily(),
      count => count >= 4,
    );
    await program.interrupt();
    expect(await program.exit()).not.toBe(0);
    await nobodyLeft(program);
  }, 90_000);

  it('takes a prompt, and the server it is told of', async () => {
    const program = demo([scripted('Hello.', step(text('Hello from your own server.')))], server());
    expect(await program.exit()).toBe(0);
    expect(program.text).toContain('Hello from your own server.');
    expect(program.text).not.toContain('Starting');
  }, 90_000);

  it('says how a turn failed', async () => {
    const program = demo([scripted('Fail.', step(fail(401, { message: 'No key, no answer.' })))], server());
    expect(await program.exit()).toBe(1);
    expect(program.text).toMatch(/✗ failed: .*No key, no answer\./);
  }, 90_000);
});
