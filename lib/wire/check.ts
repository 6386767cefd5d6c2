import * as z from 'zod/mini';
import { checkShape, MENDED } from './check-shape.js';
import { isObject, type JsonObject } from './json.js';

/** A schema of what must be right about a value for it to be taken for a `T`; a `T` may say more. */
export type Check<T> = z.ZodMiniType & { readonly wire?: T };

/**
 * Checks each item of a list, as far as the first that is wrong: one complaint for each of a hundred thousand is past
 * what a call may have as arguments. Items with nulls too many are one complaint together, which has the list as it
 * shall be.
 */
export function list<T>(item: Check<T>): Check<readonly T[]> {
  const check = (payload: Payload, items: readonly unknown[]): Payload =>
    checkItems(payload, items.entries(), item, mended => items.map((given, key) => mended.get(key) ?? given));
  return checking(z.array(item), (payload, value) => (Array.isArray(value) ? check(payload, value) : undefined));
}

/** Checks each value of an object with any keys, as {@link list} does its items; a null counts as left out. */
export function dictionary<T>(item: Check<T>): Check<Readonly<Record<string, T>>> {
  const check = (payload: Payload, values: JsonObject): Payload => {
    const entries = Object.entries(values);
    const given = entries.filter(([, value]) => value !== null);
    if (given.length < entries.length) return complain(payload, instead(values, Object.fromEntries(given)));
    return checkItems(payload, given, item, mended => ({ ...values, ...Object.fromEntries(mended) }));
  };
  return checking(z.record(z.string(), item), (payload, value) =>
    isObject(value) ? check(payload, value) : undefined,
  );
}

type Payload = Parameters<z.ZodMiniType['_zod']['run']>[0];

/** The schema, but for the values that `check` takes. */
function checking<Schema extends z.ZodMiniType>(
  schema: Schema,
  check: (payload: Payload, value: unknown) => Payload | undefined,
): Schema {
  const run = schema._zod.run.bind(schema._zod);
  schema._zod.run = (payload, ctx) => check(payload, payload.value) ?? run(payload, ctx);
  return schema;
}

function checkItems(
  payload: Payload,
  items: Iterable<readonly [PropertyKey, unknown]>,
  item: z.ZodMiniType,
  whole: (mended: ReadonlyMap<PropertyKey, unknown>) => unknown,
): Payload {
  const mended = new Map<PropertyKey, unknown>();
  for (const [key, given] of items) {
    const { value, error } = checkShape(item, given);
    if (error !== undefined) return complain(payload, ...error.issues.map(issue => within(key, given, issue)));
    if (!Object.is(value, given)) mended.set(key, value);
  }
  return mended.size === 0 ? payload : complain(payload, instead(payload.value, whole(mended)));
}

const instead = (input: unknown, whole: unknown): z.core.$ZodRawIssue => ({
  code: 'custom',
  input,
  path: [],
  params: { [MENDED]: whole },
});

const within = (key: PropertyKey, input: unknown, { path, ...issue }: z.core.$ZodIssue): z.core.$ZodRawIssue =>
  Object.assign(issue, { input, path: [key, ...path] });

function complain(payload: Payload, ...issues: readonly z.core.$ZodRawIssue[]): Payload {
  payload.issues.push(...issues);
  return payload;
}
