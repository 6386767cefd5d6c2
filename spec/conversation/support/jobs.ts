import { firstValueFrom, map, type Observable } from 'rxjs';
import { ask, startConversation } from '../../../examples/conversation-recipe/conversation/ask.js';
import { messageOf } from '../../../examples/conversation-recipe/conversation/read.js';
import type { Message } from '../../../examples/conversation-recipe/db/rows.js';
import { claim } from '../../../examples/conversation-recipe/job/claim.js';
import { generateReply } from '../../../examples/conversation-recipe/job/generate-reply.js';
import type { Job } from '../../../examples/conversation-recipe/job/hold.js';
import type { Settled } from '../../../examples/conversation-recipe/job/settle.js';
import type { Recipe } from '../../../examples/conversation-recipe/recipe.js';
import { extractText } from '../../../lib/index.js';
import { eventually, storedMessages, type Server } from '../../support/sandbox.js';

/** A question in a conversation of its own; the reply that waits for a worker. */
export async function askedAnew(recipe: Recipe, text: string): Promise<Message> {
  const conversation = await startConversation(recipe, 'ada', 'A conversation');
  return ask(recipe, conversation.id, text);
}

/** Claims the oldest reply that waits. */
export async function claimed(recipe: Recipe, worker = 'worker'): Promise<Job> {
  const job = await claim(recipe, worker);
  if (job === undefined) throw new Error('There is nothing to claim');
  return job;
}

/** What becomes of a job. */
export const generating = (recipe: Recipe, job: Job): Observable<Settled['outcome']> =>
  generateReply(recipe, job).pipe(map(({ outcome }) => outcome));

/** Claims the oldest reply that waits, and generates it. */
export const generated = async (recipe: Recipe): Promise<Settled['outcome']> =>
  firstValueFrom(generating(recipe, await claimed(recipe)));

/** Asks a row until it is as it should be. */
export const untilRow = (recipe: Recipe, id: number, isGood: (message: Message) => boolean): Promise<Message> =>
  eventually(() => messageOf(recipe, id), isGood);

/** What the server has stored of a reply. */
export async function storedReply(server: Server, { sessionId, opencodeMessageId }: Message) {
  const messages = await storedMessages(server, sessionId ?? 'no session');
  const answers = messages.filter(({ info }) => info.parentID === opencodeMessageId);
  return {
    prompts: messages.filter(({ info }) => info.role === 'user'),
    answers,
    content: answers
      .map(message => extractText(message))
      .filter(Boolean)
      .join('\n\n'),
  };
}
