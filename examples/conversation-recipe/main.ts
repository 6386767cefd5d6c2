import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env, stderr } from 'node:process';
import { firstValueFrom, fromEvent, map, merge } from 'rxjs';
import { OpencodeClient } from 'opencode-rx';
import { startSandbox } from '../sandbox/index.js';
import { compare } from './demo/compare.js';
import { killAndResume } from './demo/kill-and-resume.js';
import { say } from './demo/say.js';
import { rehearse } from './demo/scripts.js';
import { showRows } from './demo/show-rows.js';
import { withRecipe, type Stage } from './demo/stage.js';
import { toolAndCancel } from './demo/tool-and-cancel.js';
import { wordsOf } from './job/failure.js';

/** Milliseconds between two words of the scripted model. */
const DELAY = 60;

/** Shows the recipe on a server of its own; resolves to the exit code. */
async function main(): Promise<number> {
  say(`Starting an OpenCode server with a scripted model, and ${env['DATABASE_URL'] ? 'PostgreSQL' : 'PGlite'} …`);
  await using sandbox = await startSandbox({ delay: DELAY });
  const client = new OpencodeClient({ baseUrl: sandbox.url, password: sandbox.password });
  rehearse(sandbox.model);
  const temporary = await mkdtemp(join(tmpdir(), 'conversations-'));
  const stage = { sandbox, client, folder: join(temporary, 'pglite'), server: `demo-${randomUUID().slice(0, 8)}` };
  try {
    return await Promise.race([play(stage), interrupted()]);
  } finally {
    client.close();
    await rm(temporary, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** Resolves to the exit code when somebody wants the demo to end; who cannot wait for that asks again. */
const interrupted = (): Promise<number> =>
  firstValueFrom(merge(...['SIGINT', 'SIGTERM'].map(signal => fromEvent(process, signal))).pipe(map(() => 130)));

async function play(stage: Stage): Promise<number> {
  const [ada, bob] = await withRecipe(stage, toolAndCancel);
  say('\nAda asks again. The worker is killed (kill -9) in the middle of the reply; another takes over.');
  await killAndResume(stage, ada);
  say('\nWhat the database holds:');
  return withRecipe(stage, async recipe => {
    await showRows(recipe, [ada, bob]);
    const { prompts, isEqual } = await compare(recipe, ada);
    say(
      `The prompt of the killed job stands on the server ${prompts} time(s); its reply is ${isEqual ? '' : 'NOT '}what the server stored.`,
    );
    return prompts === 1 && isEqual ? 0 : 1;
  });
}

void main()
  .catch((error: unknown) => {
    stderr.write(`${wordsOf(error)}\n`);
    return 1;
  })
  .then(code => process.exit(code)); // and with it what an interrupted demo has open
