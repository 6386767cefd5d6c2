import { count, eq } from 'drizzle-orm';
import { toConversation, toMessage, type Conversation, type Message } from '../db/rows.js';
import { conversations, messages } from '../db/schema.js';
import { storableText } from '../db/storable.js';
import type { Recipe } from '../recipe.js';

/** A new conversation, on the server that has the fewest. */
export async function startConversation(recipe: Recipe, userId: string, title: string): Promise<Conversation> {
  const server = await leastLoaded(recipe);
  const [row] = await recipe.db
    .insert(conversations)
    .values({ userId, title: storableText(title), server })
    .returning();
  return toConversation(row);
}

/**
 * Stores what a user says, and the reply to it as a job for whoever claims it; resolves to the reply. Rejects when there
 * is no such conversation, or nothing is said.
 */
export async function ask({ db }: Recipe, conversationId: number, text: string): Promise<Message> {
  if (text.trim() === '') throw new TypeError('ask: text must not be empty');
  return db.transaction(async tx => {
    // Who asks at the same time in the same conversation waits: ids shall tell the order.
    const locked = await tx.select().from(conversations).where(eq(conversations.id, conversationId)).for('update');
    if (locked.length === 0) throw new Error(`there is no conversation ${conversationId}`);
    const [prompt] = await tx
      .insert(messages)
      .values({ conversationId, role: 'user', status: 'completed', content: storableText(text) })
      .returning();
    const [reply] = await tx
      .insert(messages)
      .values({ conversationId, role: 'assistant', status: 'pending', promptId: toMessage(prompt).id })
      .returning();
    return toMessage(reply);
  });
}

async function leastLoaded({ db, servers }: Recipe): Promise<string> {
  const rows = await db
    .select({ server: conversations.server, load: count() })
    .from(conversations)
    .groupBy(conversations.server);
  const loads = new Map(rows.map(({ server, load }) => [server, load]));
  const [least] = [...servers.keys()].sort((one, other) => (loads.get(one) ?? 0) - (loads.get(other) ?? 0));
  if (least === undefined) throw new Error("the recipe's servers are empty: give it at least one OpenCode server");
  return least;
}
