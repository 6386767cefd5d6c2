import { filter, firstValueFrom } from 'rxjs';
import { extractText } from 'opencode-rx';
import { ask } from '../conversation/ask.js';
import { conversationOf } from '../conversation/read.js';
import { say } from './say.js';
import { PROMPTS } from './scripts.js';
import { environmentOf, withRecipe, type Stage } from './stage.js';
import { startWorker } from './worker-process.js';

/** A worker is killed in the middle of a reply, and another one goes on with it. */
export async function killAndResume(stage: Stage, conversationId: number): Promise<void> {
  const [reply, { sessionId }] = await withRecipe(stage, async recipe => [
    await ask(recipe, conversationId, PROMPTS.waves),
    await conversationOf(recipe, conversationId),
  ]);
  const first = startWorker('first', environmentOf(stage));
  await heard(stage, sessionId ?? '', 'Wave 3');
  await first.end('SIGKILL');
  say('  first: killed in the middle of the reply');
  const second = startWorker('second', environmentOf(stage));
  await second.printed(new RegExp(`^message ${reply.id}: (?!claimed|put off)`));
  await second.end('SIGTERM');
}

/** Resolves when the agent has said something. */
const heard = ({ client }: Stage, sessionId: string, words: string): Promise<unknown> =>
  firstValueFrom(
    client
      .session(sessionId)
      .messages$.pipe(filter(messages => messages.some(message => extractText(message).includes(words)))),
  );
