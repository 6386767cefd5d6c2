import * as z from 'zod/mini';
import { fileSourceSchema } from './file-source.js';
import { text, type Wire } from './json.js';

/** Fields of every part. */
export const partBase = { id: z.string(), messageID: z.string(), sessionID: text };

/** A file given to the model or made by a tool; `url` may be a `data:` URL. */
export const filePartSchema = z.object({
  ...partBase,
  type: z.literal('file'),
  mime: text,
  filename: text,
  url: text,
  source: z.optional(fileSourceSchema),
});
/** A file given to the model or made by a tool. */
export interface FilePart extends Wire<typeof filePartSchema> {}
