import * as z from 'zod/mini';
import { fileDiffSchema } from './file-diff.js';
import { amount, anyObject, text, unlisted, type Unlisted, type Wire } from './json.js';
import { sessionModelSchema, type SessionModel } from './model.js';
import { permissionRuleSchema, type PermissionRule } from './permission-rule.js';
import { tokensSchema, type Tokens } from './tokens.js';

/** A conversation. */
export const sessionSchema = z.object({
  id: z.string(),
  slug: text,
  projectID: text,
  workspaceID: text,
  directory: text,
  path: text,
  /** The session whose `task` tool runs this one. */
  parentID: text,
  title: text,
  agent: text,
  model: z.optional(sessionModelSchema),
  /** The server's version when the session was made. */
  version: text,
  metadata: anyObject,
  /** Milliseconds since 1970. */
  time: z.optional(z.object({ created: amount, updated: amount, compacting: amount, archived: amount })),
  permission: z.optional(z.array(permissionRuleSchema)),
  summary: z.optional(
    z.object({
      additions: amount,
      deletions: amount,
      files: amount,
      diffs: z.optional(z.array(fileDiffSchema)),
    }),
  ),
  /** US dollars. */
  cost: amount,
  tokens: z.optional(tokensSchema),
  share: z.optional(z.object({ url: text })),
  /** What is undone at present, and how to redo it. */
  revert: z.optional(z.object({ messageID: text, partID: text, snapshot: text, diff: text })),
});
/** A conversation. */
export interface Session extends Wire<typeof sessionSchema> {
  readonly model?: SessionModel;
  readonly permission?: readonly PermissionRule[];
  readonly tokens?: Tokens;
}

/** The provider failed and is asked again. */
export const sessionRetrySchema = z.object({
  type: z.literal('retry'),
  attempt: amount,
  message: text,
  /** When the provider is asked again, in milliseconds since 1970. */
  next: amount,
  /** What a human could do about it. */
  action: z.optional(z.object({ reason: text, provider: text, title: text, message: text, label: text, link: text })),
});
/** The provider failed and is asked again. */
export interface SessionRetry extends Wire<typeof sessionRetrySchema> {}

const knownStatuses = [
  z.object({ type: z.literal('idle') }),
  z.object({ type: z.literal('busy') }),
  sessionRetrySchema,
] as const;

/** What a session is doing. */
export const sessionStatusSchema = z.union([
  z.discriminatedUnion('type', knownStatuses),
  z.object({ type: unlisted(['idle', 'busy', 'retry']) }),
]);
/** What a session is doing. */
export type SessionStatus =
  { readonly type: 'idle' } | { readonly type: 'busy' } | SessionRetry | { readonly type: Unlisted };

/** What the sessions of a directory are doing, by id; one that is not there is idle. */
export type SessionStatuses = Readonly<Record<string, SessionStatus>>;
