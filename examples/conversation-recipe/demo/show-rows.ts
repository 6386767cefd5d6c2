import { conversationOf, messagesOf } from '../conversation/read.js';
import type { Message } from '../db/rows.js';
import type { Recipe } from '../recipe.js';

/** Prints what the database holds of some conversations. */
export async function showRows(recipe: Recipe, ids: readonly number[]): Promise<void> {
  const rows = await Promise.all(ids.map(id => Promise.all([conversationOf(recipe, id), messagesOf(recipe, id)])));
  console.table(rows.map(([{ id, userId, title, server, sessionId }]) => ({ id, userId, title, server, sessionId })));
  console.table(rows.flatMap(([, said]) => said.map(columnsOf)));
}

const columnsOf = ({
  id,
  conversationId,
  role,
  status,
  content,
  toolCalls,
  cost,
  outputTokens,
  attempts,
}: Message) => ({
  id,
  conversation: conversationId,
  role,
  status,
  content: content.length > 32 ? `${content.slice(0, 31)}…` : content,
  tools: toolCalls.map(({ tool }) => tool).join(', '),
  cost: cost.toFixed(4),
  output: outputTokens,
  attempts: role === 'user' ? '' : attempts,
});
