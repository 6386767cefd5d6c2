import * as z from 'zod/mini';
import { anyObject, flag, text, type Wire } from './json.js';

/** The tool call that waits for the human. */
export const promptToolSchema = z.object({ messageID: z.string(), callID: z.string() });
/** The tool call that waits for the human. */
export interface PromptTool extends Wire<typeof promptToolSchema> {}

/** One question with the answers it offers. */
export const questionInfoSchema = z.object({
  question: z.string(),
  /** A title of a word or two. */
  header: text,
  options: z.optional(z.array(z.object({ label: z.string(), description: text }))),
  /** Whether several options may be chosen. */
  multiple: flag,
  /** Whether an answer of one's own is welcome; left out means yes. */
  custom: flag,
});
/** One question with the answers it offers. */
export interface QuestionInfo extends Wire<typeof questionInfoSchema> {}

/** An agent asks a human (`lib/wire/PROTOCOL.md` § 5). */
export const questionRequestSchema = z.object({
  id: z.string(),
  sessionID: text,
  questions: z.array(questionInfoSchema),
  tool: z.optional(promptToolSchema),
});
/** An agent asks a human; `sessionID` may be a child's. */
export interface QuestionRequest extends Wire<typeof questionRequestSchema> {
  readonly questions: readonly QuestionInfo[];
  readonly tool?: PromptTool;
}

/** The answers to a request, one list of labels or own words for each of its questions. */
export const questionAnswersSchema = z.array(z.array(z.string()));
/** The answers to a request: for each of its questions the chosen labels, or own words. */
export type QuestionAnswers = readonly (readonly string[])[];

/** A tool asks a human for leave (`lib/wire/PROTOCOL.md` § 5). */
export const permissionRequestSchema = z.object({
  id: z.string(),
  sessionID: text,
  /** What is asked for: `bash`, `edit`, `external_directory`, … */
  permission: z.string(),
  /** On what: commands, paths, … */
  patterns: z.optional(z.array(z.string())),
  metadata: anyObject,
  /** The patterns that a reply `always` would allow from now on. */
  always: z.optional(z.array(z.string())),
  tool: z.optional(promptToolSchema),
});
/** A tool asks a human for leave; `sessionID` may be a child's. */
export interface PermissionRequest extends Wire<typeof permissionRequestSchema> {
  readonly tool?: PromptTool;
}

/** What a human may say to a permission request (`always`: from now on, until the server stops). */
export const permissionReplySchema = z.enum(['once', 'always', 'reject']);
/** What a human may say to a permission request. */
export type PermissionReply = 'once' | 'always' | 'reject';
