import { getTableName, type Table } from 'drizzle-orm';
import { createSelectSchema } from 'drizzle-zod';
import * as z from 'zod';
import type { ReplyPart, ToolReplyPart } from 'opencode-rx';
import { conversations, messages } from './schema.js';

/** A row is not what this program can work with: written by another version of it, or by hand. */
export class BadRowError extends Error {
  override readonly name = 'BadRowError';
}

/** The kinds of part a reply has; what else they hold is the server's. */
const partSchema = z.custom<ReplyPart>(
  value => z.looseObject({ type: z.enum(['text', 'reasoning', 'tool', 'file', 'patch']) }).safeParse(value).success,
  'must be a part of a reply, with its type',
);

const toolSchema = z.custom<ToolReplyPart>(
  value => z.looseObject({ type: z.literal('tool'), tool: z.string() }).safeParse(value).success,
  'must be a tool call, with its tool',
);

const conversationSchema = createSelectSchema(conversations);
const messageSchema = createSelectSchema(messages, { parts: z.array(partSchema), toolCalls: z.array(toolSchema) });

export type Conversation = z.infer<typeof conversationSchema>;
export type Message = z.infer<typeof messageSchema>;

/** A conversation as the database has it. Throws {@link BadRowError}. */
export const toConversation = (row: unknown): Conversation => parse(conversations, conversationSchema, row);

/** A message as the database has it. Throws {@link BadRowError}. */
export const toMessage = (row: unknown): Message => parse(messages, messageSchema, row);

function parse<T>(table: Table, schema: z.ZodType<T>, row: unknown): T {
  const { success, data, error } = schema.safeParse(row, { reportInput: true });
  if (success) return data;
  const { id } = z.looseObject({ id: z.unknown() }).catch({ id: '?' }).parse(row);
  const flaws = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new BadRowError(`${getTableName(table)} ${String(id)} cannot be read: ${flaws.join('; ')}`);
}
