import { parseArgs } from 'node:util';

/** What the command line and the environment say. */
export interface DashboardOptions {
  /** Where the page is served, `0` for any free port; where nobody says, the usual one or any. */
  readonly port: number | undefined;
  /** A server to show instead of the sandbox. */
  readonly server: PageConfig | undefined;
  readonly help: boolean;
}

/** What the page is told of its server, as `config.json`. */
export interface PageConfig {
  readonly baseUrl: string;
  readonly username: string;
  readonly password: string;
  /** Prompts that an empty conversation offers. */
  readonly suggestions?: readonly string[];
}

export const HELP = `Builds the Angular dashboard and serves it, beside an OpenCode server with a scripted model.

  npm run example:angular            prints one URL to open; nothing to configure
  OPENCODE_BASE_URL=http://localhost:4096 npm run example:angular
                                     shows your server (OPENCODE_SERVER_PASSWORD, OPENCODE_SERVER_USERNAME,
                                     if it has them)

  --port N   serves the page there; default 4200, or a free one
  --help     this

Ctrl-C stops everything.`;

/** Reads the options; throws on those it does not know. */
export function dashboardOptions(args: readonly string[], env: NodeJS.ProcessEnv): DashboardOptions {
  const options = { port: { type: 'string' }, help: { type: 'boolean' } } as const;
  const { port, help = false } = parseArgs({ args: [...args], options }).values;
  return { port: port === undefined ? undefined : portOf(port), server: serverOf(env), help };
}

function portOf(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : NaN;
  if (port <= 65_535) return port;
  throw new Error(`--port wants a number up to 65535, not ${JSON.stringify(text)}`);
}

function serverOf(env: NodeJS.ProcessEnv): PageConfig | undefined {
  const baseUrl = env['OPENCODE_BASE_URL'] ?? '';
  if (baseUrl === '') return undefined;
  if (!/^https?:$/.test(URL.canParse(baseUrl) ? new URL(baseUrl).protocol : '')) {
    throw new Error('OPENCODE_BASE_URL is no http address');
  }
  const username = env['OPENCODE_SERVER_USERNAME'] ?? '';
  return { baseUrl, username: username || 'opencode', password: env['OPENCODE_SERVER_PASSWORD'] ?? '' };
}
