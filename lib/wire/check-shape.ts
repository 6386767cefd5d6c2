import type * as z from 'zod/mini';
import { isObject, type JsonObject } from './json.js';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** A value of the right shape, or what is wrong with it. */
export type Checked =
  | { readonly value: unknown; readonly error?: undefined }
  | { readonly value?: undefined; readonly error: z.core.$ZodError };

/**
 * Holds a JSON value against a shape. The value comes back as it is, unknown fields and all; but servers send some
 * optional fields as null (`lib/wire/PROTOCOL.md` § 7.1): where the schema has no null, a copy without them comes back.
 */
export function checkShape(schema: z.ZodMiniType, value: unknown): Checked {
  const result = schema.safeParse(value);
  return result.success ? { value } : withoutNulls(schema, value, result.error);
}

function withoutNulls(schema: z.ZodMiniType, value: unknown, error: z.core.$ZodError): Checked {
  const less = error.issues.flatMap(issue => places(issue, [])).reduce(withoutNull, value);
  return less === value ? { error } : checkShape(schema, less);
}

/** Every place an issue is about, whichever member of a union complains. */
function places(issue: Issue, prefix: Path): readonly Path[] {
  const path = [...prefix, ...issue.path];
  if (issue.code !== 'invalid_union') return [path];
  return [path, ...issue.errors.flat().flatMap(inner => places(inner, path))];
}

/** The value without the field at this place, when that is null; what lies on the way there is copied. */
function withoutNull(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return value;
  const field: unknown = Reflect.get(value, key);
  if (rest.length === 0) return field === null && isObject(value) ? omit(value, key) : value;
  const less = withoutNull(field, rest);
  if (less === field) return value;
  return Array.isArray(value)
    ? value.map((item: unknown) => (item === field ? less : item))
    : { ...value, [key]: less };
}

const omit = (value: JsonObject, key: PropertyKey): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== String(key)));
