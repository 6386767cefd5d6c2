import type * as z from 'zod/mini';
import { issuesOf } from '../wire/index.js';
import { closest } from './closest.js';

/** The type of the options a schema checks: readonly at every level, a field may be given as undefined. */
export type Input<Schema extends z.ZodMiniType> = ReadonlyInput<z.input<Schema>>;

type ReadonlyInput<T> = T extends readonly (infer Item)[]
  ? readonly ReadonlyInput<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: ReadonlyInput<T[Key]> }
    : T;

/** A schema of options: `z.strictObject(…)`, or `z.object(…)` where others may stand beside them. */
export type OptionsSchema = z.ZodMiniObject<z.core.$ZodShape, z.core.$ZodObjectConfig>;

/** Throws a `TypeError` that names the method and the option, when an option is unknown or has another type. */
export function checkOptions(method: string, schema: OptionsSchema, options: unknown): void {
  const result = schema.safeParse(options);
  if (result.success) return;
  for (const issue of result.error.issues) {
    if (issue.code === 'unrecognized_keys' && issue.path.length === 0) throw unknownOption(method, issue.keys, schema);
  }
  throw new TypeError(`${method}: ${issuesOf(result.error, '', 'options')}`);
}

/** Throws a `TypeError` naming the method, when an argument is not what its schema says. */
export function checkArgument(method: string, name: string, schema: z.ZodMiniType, value: unknown): void {
  const result = schema.safeParse(value);
  if (!result.success) throw new TypeError(`${method}: ${issuesOf(result.error, name)}`);
}

/** The non-empty string, or a `TypeError` that names method and argument. */
export function requireText(method: string, name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new TypeError(`${method}: ${name} must be a non-empty string`);
}

/** A non-empty string as one segment of a path. */
export function segment(method: string, name: string, value: unknown): string {
  const text = requireText(method, name, value);
  if (text === '.' || text === '..') throw new TypeError(`${method}: ${name} must not be '${text}'`);
  return encodeURIComponent(text);
}

function unknownOption(method: string, keys: readonly string[], schema: OptionsSchema): TypeError {
  const [key = ''] = keys;
  const similar = closest(key, Object.keys(schema.shape));
  return new TypeError(
    `${method}: unknown option '${key}'${similar === undefined ? '' : `; did you mean '${similar}'?`}`,
  );
}
