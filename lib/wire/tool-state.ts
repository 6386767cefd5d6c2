import * as z from 'zod/mini';
import { amount, anyObject, text, unlisted, type Wire } from './json.js';
import { filePartSchema, type FilePart } from './file-part.js';

/** Fields of every tool state. Some servers put the call's id here instead of on the part. */
const common = { input: anyObject, callID: text };
const began = z.optional(z.object({ start: amount }));
const ended = z.optional(z.object({ start: amount, end: amount }));

/** The model is still writing the call; `raw` is what there is of its input. */
export const pendingToolSchema = z.object({ ...common, status: z.literal('pending'), raw: text });
/** A tool call the model is still writing. */
export interface PendingTool extends Wire<typeof pendingToolSchema> {}

/** The tool runs; repeated while its output grows (`metadata.output`). */
export const runningToolSchema = z.object({
  ...common,
  status: z.literal('running'),
  title: text,
  metadata: anyObject,
  time: began,
});
/** A tool call that runs. */
export interface RunningTool extends Wire<typeof runningToolSchema> {}

/** The tool has done its work. */
export const completedToolSchema = z.object({
  ...common,
  status: z.literal('completed'),
  output: text,
  title: text,
  metadata: anyObject,
  time: z.optional(
    z.object({
      start: amount,
      end: amount,
      /** When the output was dropped to make room. */
      compacted: amount,
    }),
  ),
  attachments: z.optional(z.array(filePartSchema)),
});
/** A tool call that succeeded. */
export interface CompletedTool extends Wire<typeof completedToolSchema> {
  readonly attachments?: readonly FilePart[];
}

/** The tool failed, was refused by a human, or was aborted. */
export const failedToolSchema = z.object({
  ...common,
  status: z.literal('error'),
  error: text,
  metadata: anyObject,
  time: ended,
});
/** A tool call that failed. */
export interface FailedTool extends Wire<typeof failedToolSchema> {}

/** A status this version does not know. */
export const unknownToolSchema = z.object({
  ...common,
  status: unlisted(['pending', 'running', 'completed', 'error']),
  title: text,
  metadata: anyObject,
  time: ended,
});
/** A tool call in a status this version does not know. */
export interface UnknownTool extends Wire<typeof unknownToolSchema> {}

/** How far a tool call has come (`lib/wire/PROTOCOL.md` § 4.3). */
export const toolStateSchema = z.union([
  z.discriminatedUnion('status', [pendingToolSchema, runningToolSchema, completedToolSchema, failedToolSchema]),
  unknownToolSchema,
]);
/** How far a tool call has come. */
export type ToolState = PendingTool | RunningTool | CompletedTool | FailedTool | UnknownTool;
