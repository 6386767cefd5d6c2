import { parseArgs } from 'node:util';

/** What the command line and the environment say. */
export interface DemoOptions {
  readonly prompt: string;
  /** A server to use instead of the sandbox; the client reads the same variable itself. */
  readonly baseUrl: string | undefined;
  /** Whether questions and permissions are answered without asking. */
  readonly yes: boolean;
  /** Whether the raw events are printed instead of the reply. */
  readonly events: boolean;
  readonly help: boolean;
}

export const HELP = `Streams one turn of an OpenCode agent to the terminal.

  npm run demo                       a guided tour, on a server and a scripted model started for it
  npm run demo -- "my prompt"        your prompt (the scripted model knows only its scripts)
  OPENCODE_BASE_URL=http://localhost:4096 npm run demo -- "my prompt"
                                     your prompt, on your server (OPENCODE_SERVER_PASSWORD, if it has one)

  --yes      answer every question and permission, as without a terminal
  --events   print the server's events, one JSON a line, instead of the reply; implies --yes
  --help     this
  --         before a prompt that begins with a dash

Ctrl-C aborts the turn; a second Ctrl-C quits.`;

/** Reads the options; throws on those it does not know. */
export function demoOptions(args: readonly string[], env: NodeJS.ProcessEnv, hasTerminal: boolean): DemoOptions {
  const { values, positionals } = parsed(args);
  const { yes = false, events = false, help = false } = values;
  const baseUrl = env['OPENCODE_BASE_URL'] === '' ? undefined : env['OPENCODE_BASE_URL'];
  const prompt = positionals.join(' ') || (baseUrl === undefined ? 'SCENARIO:tour' : 'What is in this directory?');
  return { prompt, baseUrl, yes: yes || events || !hasTerminal, events, help };
}

function parsed(args: readonly string[]) {
  const options = { yes: { type: 'boolean' }, events: { type: 'boolean' }, help: { type: 'boolean' } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    const words = cause instanceof Error ? cause.message.replace(/\. To specify .*/s, '') : String(cause);
    throw new Error(`${words}. What there is: npm run demo -- --help`, { cause });
  }
}
