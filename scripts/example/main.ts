import { argv, env, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { OpencodeClient } from '../../lib/index.js';
import { findExample, listOf, readExamples, type Example } from './examples.js';
import { runProgram } from './run-program.js';
import { startStage } from './stage.js';

const FOLDER = fileURLToPath(new URL('../../examples', import.meta.url));

const HEAD = `Runs an example: npm run example -- NAME

It is given a real OpenCode server with a scripted model, started for it, or the server that OPENCODE_BASE_URL
(and OPENCODE_SERVER_PASSWORD) leads to.
`;

/** What is given to see the list. */
const LIST: readonly string[] = ['', '-h', '--help'];

const FOOT = 'Larger ones: npm run demo, npm run example:conversation, npm run example:angular';

async function main([name = '', ...args]: readonly string[]): Promise<number> {
  const examples = await readExamples(FOLDER);
  if (!LIST.includes(name)) return run(findExample(examples, name), args);
  stdout.write(`${HEAD}\n${listOf(examples)}\n\n${FOOT}\n`);
  return 0;
}

/** Runs an example, on the user's server or on one started for it; resolves to its exit code. */
async function run({ name, file }: Example, args: readonly string[]): Promise<number> {
  const isMany = name === 'several-servers';
  if ((isMany && args.length > 0) || (env['OPENCODE_BASE_URL'] ?? '') !== '') return runOnYours(file, args);
  stderr.write('Starting an OpenCode server with a scripted model …\n');
  const stage = await startStage(isMany ? 2 : 1);
  try {
    return await runProgram(file, isMany ? stage.urls : args, { ...env, ...stage.env });
  } finally {
    await stage.stop();
  }
}

/** Throws what is wrong with the environment, before the example does with a stack trace. */
function runOnYours(file: string, args: readonly string[]): Promise<number> {
  new OpencodeClient().close();
  return runProgram(file, args, env);
}

void main(argv.slice(2))
  .catch((error: unknown) => {
    stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  })
  .then(code => (process.exitCode = code));
