import * as z from 'zod/mini';
import { wireErrorSchema, type WireError } from './error.js';
import { fileDiffSchema } from './file-diff.js';
import { amount, anyObject, flag, text, type Wire } from './json.js';
import { messageModelSchema } from './model.js';
import { partSchema, type Part } from './part.js';
import { tokensSchema, type Tokens } from './tokens.js';

const messageBase = { id: z.string(), sessionID: text, agent: text };

/** The shape the answer shall have: `text`, or `json_schema` with a JSON Schema. */
export const outputFormatSchema = z.object({ type: z.string(), schema: anyObject, retryCount: amount });

/** What a user (or a command, or the server on a user's behalf) said. */
export const userMessageSchema = z.object({
  ...messageBase,
  role: z.literal('user'),
  time: z.optional(z.object({ created: amount })),
  format: z.optional(outputFormatSchema),
  summary: z.optional(
    z.union([z.object({ title: text, body: text, diffs: z.optional(z.array(fileDiffSchema)) }), z.boolean()]),
  ),
  model: z.optional(messageModelSchema),
  system: text,
  tools: z.optional(z.record(z.string(), z.boolean())),
});
/** What a user said. */
export interface UserMessage extends Wire<typeof userMessageSchema> {}

/** What the model answered to the user message `parentID` (`lib/wire/PROTOCOL.md` § 4.1). */
export const assistantMessageSchema = z.object({
  ...messageBase,
  role: z.literal('assistant'),
  /** Milliseconds since 1970. Without `completed` it is unfinished. */
  time: z.optional(z.object({ created: amount, completed: amount })),
  error: z.optional(wireErrorSchema),
  parentID: text,
  modelID: text,
  providerID: text,
  mode: text,
  path: z.optional(z.object({ cwd: text, root: text })),
  /** Whether this is the summary a compaction wrote. */
  summary: flag,
  /** US dollars. */
  cost: amount,
  tokens: z.optional(tokensSchema),
  /** The answer in the shape the prompt's `format` asked for. */
  structured: z.optional(z.unknown()),
  variant: text,
  /** Why the last step ended: `stop`, `tool-calls`, `length`, `content-filter`, `unknown`, … */
  finish: text,
});
/** What the model answered. */
export interface AssistantMessage extends Wire<typeof assistantMessageSchema> {
  readonly error?: WireError;
  readonly tokens?: Tokens;
}

/** A message without its parts. */
export const messageSchema = z.discriminatedUnion('role', [userMessageSchema, assistantMessageSchema]);
/** A message without its parts. */
export type Message = UserMessage | AssistantMessage;

/** A message with its parts, as the REST endpoints answer. */
export const messageWithPartsSchema = z.object({ info: messageSchema, parts: z.array(partSchema) });
/** A message with its parts, as the REST endpoints answer. */
export interface MessageWithParts extends Wire<typeof messageWithPartsSchema> {
  readonly info: Message;
  readonly parts: readonly Part[];
}
