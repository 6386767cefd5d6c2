import * as z from 'zod/mini';
import { text, type Wire } from './json.js';

/** One item of the list an agent keeps. Status and priority are spelled differently by different servers. */
export const todoSchema = z.object({
  content: z.string(),
  /** `pending`, `in_progress` (also `in-progress`), `completed`, `cancelled`, … */
  status: text,
  /** `high`, `medium`, `low`, … */
  priority: text,
  /** Only on 1.1 servers. */
  id: text,
});
/** One item of the list an agent keeps, as the server spells it. */
export interface Todo extends Wire<typeof todoSchema> {}
