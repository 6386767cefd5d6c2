import * as z from 'zod/mini';

/** A JSON object with keys nobody promised: tool input, metadata, a user's own schema. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** `T` as JSON has it: readonly at every level, as we never change it, and no field is there and undefined. */
export type Frozen<T> = T extends readonly (infer Item)[]
  ? readonly Frozen<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Frozen<Exclude<T[Key], undefined>> }
    : T;

/** The readonly type of what a schema accepts. */
export type Wire<Schema extends z.ZodMiniType> = Frozen<z.infer<Schema>>;

/**
 * The type of a discriminant that this version of the package does not know. At run time it is the server's own
 * spelling, without a question mark; it is typed apart from the known spellings so that comparing with one of them
 * narrows a union. Read it as a string.
 */
export type Unlisted = `?${string}`;

/** Accepts every string that is not one of `known`, so that a broken known shape cannot pass as an unknown one. */
export function unlisted(known: readonly string[]): z.ZodMiniType<Unlisted> {
  return z.custom<Unlisted>(value => typeof value === 'string' && !known.includes(value));
}

/** Optional string. */
export const text = z.optional(z.string());
/** Optional number. */
export const amount = z.optional(z.number());
/** Optional boolean. */
export const flag = z.optional(z.boolean());
/** A JSON object with any keys. */
export const jsonObject = z.record(z.string(), z.unknown());
/** Optional JSON object with any keys. */
export const anyObject = z.optional(jsonObject);

/** Whether a parsed JSON value is an object (not null, not an array). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
