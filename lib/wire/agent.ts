import * as z from 'zod/mini';
import { amount, anyObject, flag, text, type Wire } from './json.js';
import { messageModelSchema } from './model.js';
import { permissionRuleSchema } from './permission-rule.js';

/** Who can be asked to do the work. */
export const agentSchema = z.object({
  name: z.string(),
  description: text,
  /** `primary`, `subagent` or `all` */
  mode: text,
  native: flag,
  hidden: flag,
  topP: amount,
  temperature: amount,
  color: text,
  permission: z.optional(z.array(permissionRuleSchema)),
  model: z.optional(messageModelSchema),
  variant: text,
  prompt: text,
  options: anyObject,
  steps: amount,
});
/** Who can be asked to do the work. */
export type Agent = Wire<typeof agentSchema>;

/** A slash command. */
export const commandSchema = z.object({
  name: z.string(),
  description: text,
  agent: text,
  model: text,
  /** `command`, `mcp` or `skill` */
  source: text,
  template: text,
  subtask: flag,
  hints: z.optional(z.array(z.string())),
});
/** A slash command. */
export type Command = Wire<typeof commandSchema>;
