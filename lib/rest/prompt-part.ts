import * as z from 'zod/mini';
import { anyObject, flag, text } from '../wire/index.js';
import type { Input } from './input.js';

const id = text;
const place = { value: z.string(), start: z.number(), end: z.number() };
const model = z.optional(z.strictObject({ providerID: z.string(), modelID: z.string() }));

/** A file for the model to read: `url` is `file:`, `http(s):` or `data:`. */
export const filePartInput = z.strictObject({
  id,
  type: z.literal('file'),
  mime: z.string(),
  url: z.string(),
  filename: text,
  /** Where the file comes from, as in `FileSource`. */
  source: anyObject,
});

const textPartInput = z.strictObject({
  id,
  type: z.literal('text'),
  text: z.string(),
  /** Not written by the user's own hand. */
  synthetic: flag,
  ignored: flag,
  time: z.optional(z.strictObject({ start: z.number(), end: z.optional(z.number()) })),
  metadata: anyObject,
});

const agentPartInput = z.strictObject({
  id,
  type: z.literal('agent'),
  name: z.string(),
  source: z.optional(z.strictObject(place)),
});

const subtaskPartInput = z.strictObject({
  id,
  type: z.literal('subtask'),
  prompt: z.string(),
  description: z.string(),
  agent: z.string(),
  model,
  command: text,
});

/** The schema of {@link PromptPart}. */
export const promptPart = z.discriminatedUnion('type', [
  textPartInput,
  filePartInput,
  agentPartInput,
  subtaskPartInput,
]);

/** Text of a prompt. */
export interface TextPartInput extends Input<typeof textPartInput> {}
/** A file for the model to read: `url` is `file:`, `http(s):` or `data:`. */
export interface FilePartInput extends Input<typeof filePartInput> {}
/** An agent that a prompt calls on. */
export interface AgentPartInput extends Input<typeof agentPartInput> {}
/** A task that a prompt hands to an agent. */
export interface SubtaskPartInput extends Input<typeof subtaskPartInput> {}
/** A part of a prompt: text, a file, an agent to call on, or a task for one; `type` tells which. */
export type PromptPart = TextPartInput | FilePartInput | AgentPartInput | SubtaskPartInput;
