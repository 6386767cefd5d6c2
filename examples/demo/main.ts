import { argv, env, stderr, stdin, stdout } from 'node:process';
import { lastValueFrom } from 'rxjs';
import { OpencodeClient } from 'opencode-rx';
import { startSandbox, type Sandbox } from '../sandbox/index.js';
import { demoOptions, HELP, type DemoOptions } from './options.js';
import { harmless, paint } from './paint.js';
import { exceptBrokenPipe } from './pipe.js';
import { runTurn } from './turn.js';
import { summary } from './view.js';

/** Milliseconds between two words of the scripted model: about as fast as a real one. */
const DELAY = 40;

async function main(): Promise<number> {
  const options = demoOptions(argv.slice(2), env, stdin.isTTY && stdout.isTTY);
  if (!options.help) return demo(options);
  stdout.write(`${HELP}\n`);
  return 0;
}

/** Runs a turn, on the user's server or on one started for it; resolves to the exit code. */
async function demo(options: DemoOptions): Promise<number> {
  const sandbox = options.baseUrl === undefined ? await prepared() : undefined;
  const client = new OpencodeClient(sandbox && access(sandbox));
  try {
    const reply = await lastValueFrom(runTurn(client, options));
    stderr.write(`${stdout.isTTY ? '\n' : ''}${summary(reply, sandbox !== undefined)}\n`);
    return reply.status === 'completed' ? 0 : 1;
  } finally {
    client.close();
    await sandbox?.stop();
  }
}

function prepared(): Promise<Sandbox> {
  stderr.write(`${paint('dim', 'Starting an OpenCode server with a scripted model …')}\n`);
  return startSandbox({ delay: DELAY });
}

const access = ({ url, username, password }: Sandbox) => ({ baseUrl: url, username, password });

for (const output of [stdout, stderr]) output.on('error', exceptBrokenPipe);

void main()
  .catch((error: unknown) => {
    stderr.write(`${paint('red', '✗')} ${harmless(error instanceof Error ? error.message : String(error))}\n`);
    return 1;
  })
  .then(code => (process.exitCode = code));
