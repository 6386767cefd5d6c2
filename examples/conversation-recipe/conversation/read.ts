import { asc, eq } from 'drizzle-orm';
import { toConversation, toMessage, type Conversation, type Message } from '../db/rows.js';
import { conversations, messages } from '../db/schema.js';
import type { Recipe } from '../recipe.js';

/** A conversation. Rejects when there is none of that id, and with `BadRowError`. */
export async function conversationOf({ db }: Recipe, id: number): Promise<Conversation> {
  const [row] = await db.select().from(conversations).where(eq(conversations.id, id));
  if (row === undefined) throw new Error(`there is no conversation ${id}`);
  return toConversation(row);
}

/** A message. Rejects when there is none of that id, and with `BadRowError`. */
export async function messageOf({ db }: Recipe, id: number): Promise<Message> {
  const [row] = await db.select().from(messages).where(eq(messages.id, id));
  if (row === undefined) throw new Error(`there is no message ${id}`);
  return toMessage(row);
}

/** What was said in a conversation, in its order. Rejects with `BadRowError`. */
export async function messagesOf({ db }: Recipe, conversationId: number): Promise<readonly Message[]> {
  const rows = await db
    .select()
    .from(messages)
    .where(eq(messages.conversationId, conversationId))
    .orderBy(asc(messages.id));
  return rows.map(toMessage);
}
