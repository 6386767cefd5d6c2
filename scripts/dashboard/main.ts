import { argv, env, stderr, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../../examples/sandbox/index.js';
import { buildDashboard } from './build-dashboard.js';
import { dashboardOptions, HELP, type DashboardOptions, type PageConfig } from './options.js';
import { offers } from './scenes.js';
import { seed } from './seed.js';
import { serveStatic, type StaticServer } from './static-server.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Milliseconds between two words of the scripted model: about as fast as a real one. */
const DELAY = 25;

/** Where the page is served if nobody says and nobody else is there. */
const USUAL_PORT = 4200;

interface OpencodeServer {
  readonly config: PageConfig;
  readonly stop: () => Promise<void>;
}

const say = (line: string): void => void stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const options = dashboardOptions(argv.slice(2), env);
  if (options.help) stdout.write(`${HELP}\n`);
  else await run(options);
}

/** Serves until Ctrl-C. (Before it serves, Ctrl-C ends this process, and the sandbox with it.) */
async function run({ port, server }: DashboardOptions): Promise<void> {
  const folder = await buildDashboard(ROOT, step => say(`${step} …`));
  const opencode = server === undefined ? await sandboxed() : { config: server, stop: () => Promise.resolve() };
  try {
    const page = await servePage(folder, port, opencode.config);
    say('\nOpen this; Ctrl-C stops it.');
    stdout.write(`${page.url}\n`);
    await interrupted();
    await page.close();
  } finally {
    await opencode.stop();
  }
}

async function sandboxed(): Promise<OpencodeServer> {
  say('Starting an OpenCode server with a scripted model …');
  const sandbox = await startSandbox({ delay: DELAY });
  await seed(sandbox).catch(async (error: unknown) => {
    await sandbox.stop();
    throw error;
  });
  const { url: baseUrl, username, password } = sandbox;
  const suggestions = offers.map(({ prompt }) => prompt);
  return { config: { baseUrl, username, password, suggestions }, stop: () => sandbox.stop() };
}

async function servePage(folder: string, port: number | undefined, config: PageConfig): Promise<StaticServer> {
  try {
    return await serveStatic({ folder, config, port: port ?? USUAL_PORT });
  } catch (error) {
    if (port === undefined) return serveStatic({ folder, config, port: 0 });
    throw new Error(`Port ${port} cannot be had; --port N takes another`, { cause: error });
  }
}

function interrupted(): Promise<void> {
  return new Promise(resolve => {
    process.once('SIGINT', () => resolve()).once('SIGTERM', () => resolve());
  });
}

void main()
  .catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    return 1;
  })
  .then(code => (process.exitCode = code ?? 0));
