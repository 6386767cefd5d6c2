import * as z from 'zod/mini';
import { amount, anyObject, flag, text, type Wire } from './json.js';
import { providerSchema } from './provider.js';

const texts = z.optional(z.array(z.string()));
const anything = z.optional(z.unknown());

/** The configuration in force. Sections are handed on as they are; opencode.ai documents them. */
export const configSchema = z.object({
  $schema: text,
  shell: text,
  logLevel: text,
  /** `provider/model` */
  model: text,
  /** The model that writes titles, as `provider/model`. */
  small_model: text,
  default_agent: text,
  /** How deep sessions may start sessions of their own. */
  subagent_depth: amount,
  username: text,
  /** `manual`, `auto` or `disabled` */
  share: text,
  autoshare: flag,
  autoupdate: anything,
  snapshot: flag,
  layout: text,
  disabled_providers: texts,
  enabled_providers: texts,
  instructions: texts,
  plugin: z.optional(z.array(z.unknown())),
  agent: anyObject,
  mode: anyObject,
  command: anyObject,
  provider: anyObject,
  mcp: anyObject,
  permission: anything,
  tools: anyObject,
  formatter: anything,
  lsp: anything,
  server: anyObject,
  skills: anyObject,
  reference: anyObject,
  references: anyObject,
  watcher: anyObject,
  attachment: anyObject,
  enterprise: anyObject,
  tool_output: anyObject,
  compaction: anyObject,
  experimental: anyObject,
});
/** The configuration in force. */
export interface Config extends Wire<typeof configSchema> {}

/** The providers the configuration leaves on, and each one's default model. */
export const configProvidersSchema = z.object({
  providers: z.array(providerSchema),
  default: z.optional(z.record(z.string(), z.string())),
});
/** The providers the configuration leaves on, and each one's default model. */
export interface ConfigProviders extends Wire<typeof configProvidersSchema> {}
