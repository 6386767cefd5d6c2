import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  text,
  timestamp,
  uniqueIndex,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import type { ReplyPart, ToolReplyPart } from 'opencode-rx';

/** `pending` waits for a worker, `streaming` has one (or had one that died); the others are final. */
export const STATUSES = ['pending', 'streaming', 'completed', 'cancelled', 'errored'] as const;

export const ROLES = ['user', 'assistant'] as const;

const id = () => bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity();
const time = () => timestamp({ withTimezone: true });

/** A user's conversation, and the OpenCode session that it goes on in. */
export const conversations = pgTable(
  'conversations',
  {
    id: id(),
    userId: text().notNull(),
    title: text().notNull(),
    /** The name of the OpenCode server that has its session; where that is and how to get in is not the database's. */
    server: text().notNull(),
    /** Made with the first reply; null again when the server has lost it. */
    sessionId: text(),
    createdAt: time().notNull().defaultNow(),
  },
  table => [
    uniqueIndex()
      .on(table.sessionId)
      .where(sql`${table.sessionId} is not null`),
  ],
);

/** What was said: a user's words, and the agent's reply to them, which is a job as long as it is not final. */
export const messages = pgTable(
  'messages',
  {
    id: id(),
    conversationId: bigint({ mode: 'number' })
      .notNull()
      .references(() => conversations.id, { onDelete: 'cascade' }),
    role: text({ enum: ROLES }).notNull(),
    status: text({ enum: STATUSES }).notNull(),
    /** A user's words, or the reply's text as far as it has come. */
    content: text().notNull().default(''),
    /** The reply's parts, as `reply.parts` has them. */
    parts: jsonb().$type<readonly ReplyPart[]>().notNull().default([]),
    toolCalls: jsonb().$type<readonly ToolReplyPart[]>().notNull().default([]),
    /** US dollars. */
    cost: numeric({ mode: 'number' }).notNull().default(0),
    inputTokens: integer().notNull().default(0),
    outputTokens: integer().notNull().default(0),
    /** Why it is `errored`, or was put off, without secrets. */
    error: text(),
    /** The user's message that a reply answers. */
    promptId: bigint({ mode: 'number' }).references((): AnyPgColumn => messages.id, { onDelete: 'cascade' }),
    /** The id that the prompt is sent with: stored before it is sent, so that nobody sends it twice. */
    opencodeMessageId: text(),
    /** The session that the prompt was sent to. */
    sessionId: text(),
    /** How many sessions were lost under this reply. */
    lostSessions: integer().notNull().default(0),
    /** Whose job it is: a new name with each claim, so that nobody is taken for whoever had it before. */
    claimedBy: text(),
    /** Until when; null when there is nothing left to do. What is cancelled stays claimed until its turn has ended. */
    claimedUntil: time(),
    /** How often it was claimed. */
    attempts: integer().notNull().default(0),
    createdAt: time().notNull().defaultNow(),
    startedAt: time(),
    finishedAt: time(),
  },
  table => [
    index().on(table.conversationId, table.id),
    uniqueIndex()
      .on(table.opencodeMessageId)
      .where(sql`${table.opencodeMessageId} is not null`),
    index('messages_queue_index')
      .on(table.id)
      .where(sql`${table.status} = 'pending' or ${table.claimedUntil} is not null`),
    check('messages_role_check', sql`${table.role} in ('user', 'assistant')`),
    check(
      'messages_status_check',
      sql`${table.status} in ('pending', 'streaming', 'completed', 'cancelled', 'errored')`,
    ),
    check('messages_prompt_check', sql`(${table.role} = 'assistant') = (${table.promptId} is not null)`),
    check('messages_claim_check', sql`${table.status} <> 'streaming' or ${table.claimedUntil} is not null`),
  ],
);
