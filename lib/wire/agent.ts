import * as z from 'zod/mini';
import { amount, anyObject, flag, text, type Wire } from './json.js';
import { messageModelSchema } from './model.js';
import { permissionRuleSchema } from './permission-rule.js';

/** Who can be asked to do the work. The server says null of what is not set, whatever its `/doc` says. */
export const agentSchema = z.object({
  name: z.string(),
  description: text,
  /** `primary`, `subagent` or `all` */
  mode: text,
  native: flag,
  hidden: z.nullable(flag),
  topP: z.nullable(amount),
  temperature: z.nullable(amount),
  color: z.nullable(text),
  permission: z.optional(z.array(permissionRuleSchema)),
  model: z.optional(messageModelSchema),
  variant: z.nullable(text),
  prompt: z.nullable(text),
  options: anyObject,
  steps: z.nullable(amount),
});
/** Who can be asked to do the work. */
export interface Agent extends Wire<typeof agentSchema> {}

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
export interface Command extends Wire<typeof commandSchema> {}
