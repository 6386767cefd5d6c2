import * as z from 'zod/mini';
import { amount, anyObject, flag, text, type Wire } from './json.js';

const media = z.optional(z.object({ text: flag, audio: flag, image: flag, video: flag, pdf: flag }));
const price = { input: amount, output: amount, cache: z.optional(z.object({ read: amount, write: amount })) };

/** A model of a provider. Prices are US dollars per million tokens. */
export const modelSchema = z.object({
  id: z.string(),
  providerID: text,
  api: z.optional(z.object({ id: text, url: text, npm: text })),
  name: text,
  family: text,
  capabilities: z.optional(
    z.object({
      temperature: flag,
      reasoning: flag,
      attachment: flag,
      toolcall: flag,
      input: media,
      output: media,
      /** `true`, or the field that carries the reasoning. */
      interleaved: z.optional(z.unknown()),
    }),
  ),
  cost: z.optional(
    z.object({
      ...price,
      tiers: z.optional(z.array(z.object({ ...price, tier: z.optional(z.object({ type: text, size: amount })) }))),
      experimentalOver200K: z.optional(z.object(price)),
    }),
  ),
  /** Tokens. */
  limit: z.optional(z.object({ context: amount, input: amount, output: amount })),
  /** `alpha`, `beta`, `deprecated` or `active` */
  status: text,
  options: anyObject,
  headers: z.optional(z.record(z.string(), z.string())),
  release_date: text,
  /** What a prompt's `variant` may name. */
  variants: z.optional(z.record(z.string(), z.record(z.string(), z.unknown()))),
});
/** A model of a provider. */
export interface Model extends Wire<typeof modelSchema> {}

/** Who runs models. */
export const providerSchema = z.object({
  id: z.string(),
  name: text,
  /** `env`, `config`, `custom` or `api` */
  source: text,
  env: z.optional(z.array(z.string())),
  key: text,
  options: anyObject,
  models: z.optional(z.record(z.string(), modelSchema)),
});
/** Who runs models. */
export interface Provider extends Wire<typeof providerSchema> {
  readonly models?: Readonly<Record<string, Model>>;
}

/** Every provider there is, which of them are connected, and each one's default model. */
export const providerListSchema = z.object({
  all: z.array(providerSchema),
  default: z.optional(z.record(z.string(), z.string())),
  connected: z.optional(z.array(z.string())),
});
/** Every provider there is, which of them are connected, and each one's default model. */
export interface ProviderList extends Wire<typeof providerListSchema> {
  readonly all: readonly Provider[];
}
