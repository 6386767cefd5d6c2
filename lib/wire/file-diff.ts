import * as z from 'zod/mini';
import { amount, text, type Wire } from './json.js';

/** What happened to one file: `patch` on present servers, `before` and `after` on 1.1 to 1.3. */
export const fileDiffSchema = z.object({
  file: text,
  patch: text,
  before: text,
  after: text,
  additions: amount,
  deletions: amount,
  /** `added`, `deleted` or `modified` */
  status: text,
});
/** What happened to one file. */
export interface FileDiff extends Wire<typeof fileDiffSchema> {}
