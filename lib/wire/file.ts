import * as z from 'zod/mini';
import { rangeSchema } from './file-source.js';
import { amount, flag, text, type Wire } from './json.js';

const excerpt = z.optional(z.object({ text }));

/** A line that matches; `submatches` say where in it, in bytes. */
export const textMatchSchema = z.object({
  path: excerpt,
  lines: excerpt,
  line_number: amount,
  absolute_offset: amount,
  submatches: z.optional(z.array(z.object({ match: excerpt, start: amount, end: amount }))),
});
/** A line that matches. */
export interface TextMatch extends Wire<typeof textMatchSchema> {}

/** A symbol a language server knows. */
export const symbolSchema = z.object({
  name: text,
  kind: amount,
  location: z.optional(z.object({ uri: text, range: z.optional(rangeSchema) })),
});
/** A symbol a language server knows. */
export interface WorkspaceSymbol extends Wire<typeof symbolSchema> {}

/** An entry of a folder. */
export const fileNodeSchema = z.object({
  name: text,
  path: text,
  absolute: text,
  /** `file` or `directory` */
  type: text,
  ignored: flag,
});
/** An entry of a folder. */
export interface FileNode extends Wire<typeof fileNodeSchema> {}

const hunk = z.object({
  oldStart: amount,
  oldLines: amount,
  newStart: amount,
  newLines: amount,
  lines: z.optional(z.array(z.string())),
});

/** What a file holds: text, or base64 when `encoding` says so. */
export const fileContentSchema = z.object({
  /** `text` or `binary` */
  type: text,
  content: text,
  diff: text,
  patch: z.optional(
    z.object({
      oldFileName: text,
      newFileName: text,
      oldHeader: text,
      newHeader: text,
      hunks: z.optional(z.array(hunk)),
      index: text,
    }),
  ),
  encoding: text,
  mimeType: text,
});
/** What a file holds. */
export interface FileContent extends Wire<typeof fileContentSchema> {}

/** A file that differs from the last commit. */
export const fileStatusSchema = z.object({
  path: text,
  added: amount,
  removed: amount,
  /** `added`, `deleted` or `modified` */
  status: text,
});
/** A file that differs from the last commit. */
export interface FileStatus extends Wire<typeof fileStatusSchema> {}
