import * as z from 'zod/mini';
import { amount, type Wire } from './json.js';

/** Tokens spent; a count the server leaves out is unknown, not zero. */
export const tokensSchema = z.object({
  total: amount,
  input: amount,
  output: amount,
  reasoning: amount,
  cache: z.optional(z.object({ read: amount, write: amount })),
});
/** Tokens spent by a step, a message or a session. */
export interface Tokens extends Wire<typeof tokensSchema> {}
