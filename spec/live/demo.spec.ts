import { Program } from '../support/program.js';
import { eventually } from '../support/sandbox.js';

const programs: Program[] = [];

/** `npm run demo -- …`, in the background, with no terminal; it knows of no server. */
function demo(...args: readonly string[]): Program {
  const { OPENCODE_BASE_URL, OPENCODE_SERVER_PASSWORD, OPENCODE_SERVER_USERNAME, ...env } = process.env;
  const program = new Program('npm', ['run', '--silent', 'demo', '--', ...args], env);
  program.endInput();
  programs.push(program);
  return program;
}

const nobodyLeft = (program: Program) =>
  eventually(
    () => program.survivors(),
    survivors => survivors.length === 0,
  );

afterAll(() => Promise.all(programs.map(program => program.destroy())));

describe('npm run demo', () => {
  it('gives the tour, answers for itself, tells the outcome and what it cost, and leaves nobody behind', async () => {
    const program = demo();
    await program.output.until(printed => printed.includes('Welcome!'));
    // npm, the demo, and a server with its supervisor at least.
    expect(await program.meetFamily()).toBeGreaterThanOrEqual(4);
    expect(await program.exit()).toBe(0);
    const { text } = program;
    for (const todo of ['▸ Look around', '○ Write it down']) expect(text).toContain(todo);
    expect(text).toContain('? bash uname -s && date\n  once\n\n✓ bash uname');
    expect(text).toContain('? What shall I write?\n  A note\n');
    expect(text).toContain('  ✓ Look around\n  ✓ Ask what to write\n  ✓ Write it down\n');
    expect(text).toMatch(/✓ write \/.*\/tour\.md\n/);
    expect(text).toMatch(/✓ completed · \d+ tokens in, \d+ out · \$0\.0\d{3} \(pretended\)\n$/);
    await nobodyLeft(program);
  }, 90_000);

  it('aborts on Ctrl-C, ends with another code, and leaves nobody behind', async () => {
    const program = demo('--yes');
    await program.output.until(printed => printed.includes('▸ Look around'));
    await program.interrupt();
    expect(await program.exit()).not.toBe(0);
    expect(program.text).toMatch(/✗ aborted/);
    expect(program.text).not.toContain('That was the tour');
    await nobodyLeft(program);
  }, 90_000);

  it('leaves nobody behind when Ctrl-C comes before the server is up', async () => {
    const program = demo('--yes');
    await program.output.until(printed => printed.includes('Starting'));
    await eventually(
      () => program.meetFamily(),
      count => count >= 4,
    );
    await program.interrupt();
    expect(await program.exit()).not.toBe(0);
    await nobodyLeft(program);
  }, 90_000);
});
