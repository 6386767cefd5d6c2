import { and, eq, isNull } from 'drizzle-orm';
import { createMessageID } from 'opencode-rx';
import { ensureSession } from '../conversation/ensure-session.js';
import { toConversation, toMessage, type Conversation, type Message } from '../db/rows.js';
import { conversations, messages } from '../db/schema.js';
import { ClaimLostError, isHeld, type Job } from './hold.js';
import type { Recipe } from '../recipe.js';

/** Where a prompt goes, or has gone. */
export interface Prompt {
  readonly server: string;
  readonly sessionId: string;
  readonly messageId: string;
  readonly text: string;
  /** Nobody wants an answer any more. */
  readonly isCancelled: boolean;
}

/**
 * What a job asks the agent, under an id that is stored before anything is sent: whoever has the job after us finds the
 * turn by it. `undefined` when it was cancelled before that. Rejects with `ClaimLostError`.
 */
export async function promptOf(recipe: Recipe, job: Job): Promise<Prompt | undefined> {
  const { message, conversation } = await read(recipe, job);
  const { opencodeMessageId: messageId, sessionId, status } = message;
  const isCancelled = status === 'cancelled';
  if (messageId !== null && sessionId !== null) {
    const text = await wordsBefore(recipe, message);
    return { server: conversation.server, sessionId, messageId, text, isCancelled };
  }
  if (isCancelled) return undefined;
  await storeId(recipe, job, await ensureSession(recipe, conversation.id));
  return promptOf(recipe, job);
}

async function read({ db }: Recipe, job: Job): Promise<{ message: Message; conversation: Conversation }> {
  const [rows] = await db
    .select()
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .where(isHeld(job));
  if (rows === undefined) throw new ClaimLostError(job);
  return { message: toMessage(rows.messages), conversation: toConversation(rows.conversations) };
}

async function wordsBefore({ db }: Recipe, { id, promptId }: Message): Promise<string> {
  const [row] = await db
    .select()
    .from(messages)
    .where(eq(messages.id, promptId ?? id));
  return toMessage(row).content;
}

async function storeId({ db }: Recipe, job: Job, sessionId: string): Promise<void> {
  await db
    .update(messages)
    .set({ sessionId, opencodeMessageId: createMessageID() })
    .where(and(isHeld(job), isNull(messages.opencodeMessageId)));
}
