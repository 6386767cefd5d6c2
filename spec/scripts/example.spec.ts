import { join } from 'node:path';
import { findExample, listOf, readExamples, type Example } from '../../scripts/example/examples.js';
import { Program } from '../support/program.js';
import { eventually } from '../support/sandbox.js';

const ROOT = join(__dirname, '..', '..');

/** Starting a server on a busy machine, in milliseconds. */
const BOOT = 80_000;

describe('the examples', () => {
  let examples: readonly Example[];
  beforeAll(async () => {
    examples = await readExamples(join(ROOT, 'examples'));
  });

  it('say in a line what they show', () => {
    const lines = listOf(examples).split('\n');
    expect(lines).toHaveLength(7);
    expect(lines).toContain(
      '  answer-by-policy    Permissions answered by a policy: what is on its list may run, anything else is refused with words',
    );
    for (const { shows } of examples) expect(shows).toMatch(/^[A-Z][^*\n]{10,110}$/);
  });

  it('are found by their names, and nearly by those that are not quite', () => {
    expect(findExample(examples, 'quick-start').file).toBe(join(ROOT, 'examples', 'quick-start.ts'));
    for (const given of ['quick-start.ts', 'examples/quick-start.ts', './examples/quick-start.ts'])
      expect(findExample(examples, given).name).toBe('quick-start');
    expect(() => findExample(examples, 'quikstart')).toThrow(
      'There is no example "quikstart". Did you mean quick-start?',
    );
    expect(() => findExample(examples, 'answer')).toThrow('answer-by-keyboard or answer-by-policy?');
    expect(() => findExample(examples, 'nonsense')).toThrow(/There is answer-by-keyboard, .*, several-servers\./);
  });
});

describe('npm run example', () => {
  const programs: Program[] = [];

  /** `npm run example -- …`, with no server but one it is told of. */
  function example(args: readonly string[], more: NodeJS.ProcessEnv = {}): Program {
    const { OPENCODE_BASE_URL, OPENCODE_SERVER_PASSWORD, OPENCODE_SERVER_USERNAME, ...env } = process.env;
    const program = new Program('npm', ['run', '--silent', 'example', '--', ...args], { ...env, ...more });
    programs.push(program);
    return program;
  }

  afterAll(() => Promise.all(programs.map(program => program.destroy())));

  it('refuses a name that is none', async () => {
    const program = example(['quick-strt']);
    expect(await program.exit()).toBe(1);
    expect(program.text).toContain('There is no example "quick-strt". Did you mean quick-start?\n');
  }, 90_000);

  it('lists the examples to who asks for help', async () => {
    const program = example(['--help']);
    expect(await program.exit()).toBe(0);
    expect(program.text).toContain('  quick-start         A client');
    expect(program.text).toMatch(/npm run demo, npm run example:conversation, npm run example:angular\n$/);
  }, 90_000);

  it('says which variable leads to no server', async () => {
    const program = example(['quick-start'], { OPENCODE_BASE_URL: 'garbage' });
    expect(await program.exit()).toBe(1);
    expect(program.text).toMatch(/^OpencodeClient: OPENCODE_BASE_URL must be an http or https URL .*\n$/);
  }, 90_000);

  it('gives several-servers the addresses it was given', async () => {
    const program = example(['several-servers', 'http://127.0.0.1:9']);
    expect(await program.exit()).toBe(1);
    expect(program.text).toContain(
      '127.0.0.1:9: ConnectionError: POST /session: could not reach the server at 127.0.0.1:9 (ECONNREFUSED)',
    );
    expect(program.text).not.toMatch(/Starting|waiting:/);
  }, 90_000);

  it('runs the example on the server it is told of, and ends as the example does', async () => {
    const program = example(['quick-start'], { OPENCODE_BASE_URL: 'http://127.0.0.1:9' });
    expect(await program.exit()).toBe(1);
    expect(program.text).toContain(
      'ConnectionError: POST /session: could not reach the server at 127.0.0.1:9 (ECONNREFUSED)',
    );
    expect(program.text).not.toContain('Starting');
  }, 90_000);

  it('runs it on a server of its own, and leaves nobody behind on Ctrl-C', async () => {
    const program = example(['answer-by-keyboard']);
    await program.output.until(printed => printed.includes('What shall I write?'), BOOT);
    // npm, the runner, the example, and a server with its supervisor at least.
    expect(await program.meetFamily()).toBeGreaterThanOrEqual(5);
    await program.interrupt();
    expect(await program.exit()).not.toBe(0);
    await eventually(
      () => program.survivors(),
      survivors => survivors.length === 0,
    );
  }, 90_000);
});
