import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { execPath } from 'node:process';

/** Runs a TypeScript file in this terminal, which may stop it by Ctrl-C; resolves to its exit code. */
export async function runProgram(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const program = spawn(execPath, ['--import', 'tsx', file, ...args], { env, stdio: 'inherit' });
  const pass = (signal: NodeJS.Signals): void => void program.kill(signal);
  process.on('SIGINT', pass).on('SIGTERM', pass);
  const [code, signal] = (await once(program, 'exit')) as [number | null, NodeJS.Signals];
  return code ?? 128 + constants.signals[signal];
}
