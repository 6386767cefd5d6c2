import * as z from 'zod/mini';
import { wireErrorSchema, type WireError } from './error.js';
import { filePartSchema, partBase, type FilePart } from './file-part.js';
import { excerptSchema } from './file-source.js';
import { amount, anyObject, flag, text, unlisted, type Wire } from './json.js';
import { messageModelSchema } from './model.js';
import { tokensSchema } from './tokens.js';
import { toolStateSchema, type ToolState } from './tool-state.js';

const span = z.optional(z.object({ start: amount, end: amount }));

/** Text, of the user or of the model; final once it has `time.end` (`lib/wire/PROTOCOL.md` § 4.2). */
export const textPartSchema = z.object({
  ...partBase,
  type: z.literal('text'),
  text: z.string(),
  /** Written by the server on the user's behalf. */
  synthetic: flag,
  ignored: flag,
  time: span,
  metadata: anyObject,
});
/** Text, of the user or of the model. */
export interface TextPart extends Wire<typeof textPartSchema> {}

/** What the model thought before it spoke. */
export const reasoningPartSchema = z.object({
  ...partBase,
  type: z.literal('reasoning'),
  text: z.string(),
  time: span,
  metadata: anyObject,
});
/** What the model thought before it spoke. */
export interface ReasoningPart extends Wire<typeof reasoningPartSchema> {}

/** A tool call. */
export const toolPartSchema = z.object({
  ...partBase,
  type: z.literal('tool'),
  tool: z.string(),
  callID: text,
  state: toolStateSchema,
  metadata: anyObject,
});
/** A tool call. */
export interface ToolPart extends Wire<typeof toolPartSchema> {
  readonly state: ToolState;
}

/** A request to the model begins. */
export const stepStartPartSchema = z.object({ ...partBase, type: z.literal('step-start'), snapshot: text });
/** A request to the model begins. */
export interface StepStartPart extends Wire<typeof stepStartPartSchema> {}

/** A request to the model is over: why, and what it cost (US dollars). */
export const stepFinishPartSchema = z.object({
  ...partBase,
  type: z.literal('step-finish'),
  reason: text,
  snapshot: text,
  cost: amount,
  tokens: z.optional(tokensSchema),
});
/** A request to the model is over. */
export interface StepFinishPart extends Wire<typeof stepFinishPartSchema> {}

/** The state of the files, as a snapshot's hash. */
export const snapshotPartSchema = z.object({ ...partBase, type: z.literal('snapshot'), snapshot: text });
/** The state of the files, as a snapshot's hash. */
export interface SnapshotPart extends Wire<typeof snapshotPartSchema> {}

/** The files a step changed. */
export const patchPartSchema = z.object({
  ...partBase,
  type: z.literal('patch'),
  hash: text,
  files: z.optional(z.array(z.string())),
});
/** The files a step changed. */
export interface PatchPart extends Wire<typeof patchPartSchema> {}

/** An agent the user named in the prompt. */
export const agentPartSchema = z.object({
  ...partBase,
  type: z.literal('agent'),
  name: text,
  source: z.optional(excerptSchema),
});
/** An agent the user named in the prompt. */
export interface AgentPart extends Wire<typeof agentPartSchema> {}

/** Work handed to another agent by a command. */
export const subtaskPartSchema = z.object({
  ...partBase,
  type: z.literal('subtask'),
  prompt: text,
  description: text,
  agent: text,
  model: z.optional(messageModelSchema),
  command: text,
});
/** Work handed to another agent by a command. */
export interface SubtaskPart extends Wire<typeof subtaskPartSchema> {}

/** The provider failed and is asked again. */
export const retryPartSchema = z.object({
  ...partBase,
  type: z.literal('retry'),
  attempt: amount,
  error: z.optional(wireErrorSchema),
  time: z.optional(z.object({ created: amount })),
});
/** The provider failed and is asked again. */
export interface RetryPart extends Wire<typeof retryPartSchema> {
  readonly error?: WireError;
}

/** The conversation so far was summarised to make room. */
export const compactionPartSchema = z.object({
  ...partBase,
  type: z.literal('compaction'),
  auto: flag,
  overflow: flag,
  tail_start_id: text,
});
/** The conversation so far was summarised to make room. */
export interface CompactionPart extends Wire<typeof compactionPartSchema> {}

/** The schemas of the part types this version knows. */
export const knownPartSchemas = [
  textPartSchema,
  reasoningPartSchema,
  toolPartSchema,
  filePartSchema,
  stepStartPartSchema,
  stepFinishPartSchema,
  snapshotPartSchema,
  patchPartSchema,
  agentPartSchema,
  subtaskPartSchema,
  retryPartSchema,
  compactionPartSchema,
] as const;

/** A part of a type this version does not know. */
export const unknownPartSchema = z.object({
  ...partBase,
  type: unlisted(knownPartSchemas.flatMap(schema => schema.shape.type.def.values)),
});
/** A part of a type this version does not know; its other fields are there, untyped. */
export interface UnknownPart extends Wire<typeof unknownPartSchema> {}

/** One piece of a message. */
export const partSchema = z.union([z.discriminatedUnion('type', knownPartSchemas), unknownPartSchema]);
/** One piece of a message; `type` tells which. */
export type Part =
  | TextPart
  | ReasoningPart
  | ToolPart
  | FilePart
  | StepStartPart
  | StepFinishPart
  | SnapshotPart
  | PatchPart
  | AgentPart
  | SubtaskPart
  | RetryPart
  | CompactionPart
  | UnknownPart;
