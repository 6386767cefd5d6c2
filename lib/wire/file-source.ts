import * as z from 'zod/mini';
import { amount, text, type Wire } from './json.js';

const position = z.optional(z.object({ line: amount, character: amount }));

/** A range of lines and characters, counted from 0. */
export const rangeSchema = z.object({ start: position, end: position });
/** A range of lines and characters, counted from 0. */
export interface Range extends Wire<typeof rangeSchema> {}

/** Where in a text something stands. */
export const excerptSchema = z.object({ value: text, start: amount, end: amount });
/** Where in a text something stands. */
export interface Excerpt extends Wire<typeof excerptSchema> {}

/** Where a file part comes from: a `file`, a `symbol` of one, or an MCP `resource`. */
export const fileSourceSchema = z.object({
  type: z.string(),
  text: z.optional(excerptSchema),
  /** `file`, `symbol` */
  path: text,
  /** `symbol` */
  range: z.optional(rangeSchema),
  /** `symbol` */
  name: text,
  /** `symbol`: the kind's number in the Language Server Protocol */
  kind: amount,
  /** `resource` */
  clientName: text,
  /** `resource` */
  uri: text,
});
/** Where a file part comes from. */
export interface FileSource extends Wire<typeof fileSourceSchema> {}
