import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** Characters of output that are kept, to be shown when a command fails. */
const OUTPUT_LIMIT = 16 * 1024 * 1024;

/** Characters of one line that are shown: Node shows the line that threw, which in a bundle is all of it. */
const LINE_LIMIT = 300;

/** Milliseconds after which a command hangs. */
const TIMEOUT = 300_000;

/** Runs a command to its end; resolves to what it printed, on either output. Errors with it, too. */
export async function command(cwd: string, name: string, ...args: readonly string[]): Promise<string> {
  try {
    const env = { ...process.env, NG_CLI_ANALYTICS: 'false' };
    const { stdout, stderr } = await execute(name, args, { cwd, env, maxBuffer: OUTPUT_LIMIT, timeout: TIMEOUT });
    return `${stdout}${stderr}`;
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${name} ${args.join(' ')}\n${shortened(`${stdout}${stderr}`)}`, { cause: error });
  }
}

const shortened = (text: string): string =>
  text
    .split('\n')
    .map(line => line.slice(0, LINE_LIMIT))
    .join('\n');
