import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { startConversation, ask } from '../../examples/conversation-recipe/conversation/ask.js';
import { messageOf } from '../../examples/conversation-recipe/conversation/read.js';
import { openDatabase } from '../../examples/conversation-recipe/db/open-database.js';
import type { Recipe } from '../../examples/conversation-recipe/recipe.js';
import { scripted, step, text, wait } from '../../examples/sandbox/index.js';
import { Program } from '../support/program.js';
import { borrowSandbox } from '../support/sandbox.js';
import { POSTGRES, useDatabase } from './support/database.js';
import { storedReply } from './support/jobs.js';
import { clientOf } from './support/recipe.js';

const sandbox = borrowSandbox();
/** PGlite's is in a folder, for two processes. */
const database = POSTGRES ? useDatabase() : undefined;

/** Milliseconds until something that a process prints, on a busy machine. */
const PATIENCE = 60_000;

let folder: string;
let workers: Program[] = [];

beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'opencode-rx-recipe-'))));

afterEach(async () => {
  await Promise.all(workers.map(worker => worker.destroy()));
  workers = [];
  await rm(folder, { recursive: true, force: true });
});

/** Where the rows are: PGlite's folder is for one process at a time, and closed between. */
async function withRecipe<T>(use: (recipe: Recipe) => Promise<T>): Promise<T> {
  const { db, close } = await openDatabase({ url: database?.url ?? '', folder });
  const client = clientOf(sandbox());
  try {
    return await use({ db, servers: new Map([['main', client]]) });
  } finally {
    client.close();
    await close();
  }
}

async function startWorker(): Promise<Program> {
  const { url, username, password } = sandbox();
  const worker = new Program(execPath, ['--import', 'tsx', 'examples/conversation-recipe/worker/main.ts'], {
    ...env,
    DATABASE_URL: database?.url ?? '',
    PGLITE_FOLDER: folder,
    OPENCODE_SERVERS: `main=${url.replace('://', `://${username}:${password}@`)}`,
    LEASE: '1500',
  });
  workers.push(worker);
  return worker;
}

it('is replaced by another process, which goes on with the turn; the prompt is sent once', async () => {
  const half = scripted('Talk.', step(text('Half.'), wait('killed'), text(' Whole.')));
  const asked = await withRecipe(async recipe =>
    ask(recipe, (await startConversation(recipe, 'ada', 'Talk')).id, half),
  );
  const first = await startWorker();
  await sandbox().model.reached('killed');
  await first.meetFamily();
  await first.destroy();
  expect(await first.exit()).toBe('SIGKILL');
  expect(first.text).not.toContain('completed');

  const second = await startWorker();
  await second.output.until(output => output.includes(`message ${asked.id}: claimed`), PATIENCE);
  sandbox().model.release('killed');
  await second.output.until(output => output.includes(`message ${asked.id}: completed`), PATIENCE);
  await second.interrupt();
  expect(await second.exit()).toBe(0);
  expect(await second.survivors()).toEqual([]);

  const row = await withRecipe(recipe => messageOf(recipe, asked.id));
  expect(row).toMatchObject({ status: 'completed', content: 'Half. Whole.', attempts: 2 });
  const { prompts, content } = await storedReply(sandbox(), row);
  expect(prompts.map(({ info }) => info.id)).toEqual([row.opencodeMessageId]);
  expect(row.content).toBe(content);
  for (const { text } of workers) expect(text).not.toContain(sandbox().password);
}, 240_000);
