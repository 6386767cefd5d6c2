import type * as z from 'zod/mini';
import { isObject, type JsonObject } from './json.js';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** A value of the right shape, or what is wrong with it. */
export type Checked =
  | { readonly value: unknown; readonly error?: undefined }
  | { readonly value?: undefined; readonly error: z.core.$ZodError };

/** What a value needs to be of the right shape: a list or dictionary in place of the one there, else no null there. */
interface Mending {
  readonly path: Path;
  readonly instead?: unknown;
}

/**
 * Holds a JSON value against a shape. The value comes back as it is, unknown fields and all; but servers send some
 * optional fields as null (`lib/wire/PROTOCOL.md` § 7.1): where the schema has no null, a copy without them comes back.
 */
export function checkShape(schema: z.ZodMiniType, value: unknown): Checked {
  const result = schema.safeParse(value);
  return result.success ? { value } : withoutNulls(schema, value, result.error);
}

function withoutNulls(schema: z.ZodMiniType, value: unknown, error: z.core.$ZodError): Checked {
  const less = error.issues.flatMap(issue => mendings(issue, [])).reduce(mended, value);
  return Object.is(less, value) ? { error } : checkShape(schema, less);
}

/** What may mend every place an issue is about, whichever member of a union complains. */
function mendings(issue: Issue, prefix: Path): readonly Mending[] {
  const path = [...prefix, ...issue.path];
  if (issue.code === 'custom') return [{ path, instead: issue.params?.[MENDED] }];
  if (issue.code !== 'invalid_union') return [{ path }];
  return [{ path }, ...issue.errors.flat().flatMap(inner => mendings(inner, path))];
}

/** Where the complaint of a list or dictionary has the one that shall stand instead. */
export const MENDED = 'mended';

/** The value with this place mended, where that is possible; what lies on the way there is copied. */
function mended(value: unknown, { path: [key, ...rest], instead }: Mending): unknown {
  if (key === undefined) return instead ?? value;
  if (!isObject(value)) return value;
  const field: unknown = Reflect.get(value, key);
  if (rest.length === 0 && field === null) return omit(value, key);
  const less = mended(field, { path: rest, instead });
  return Object.is(less, field) ? value : { ...value, [key]: less };
}

const omit = (value: JsonObject, key: PropertyKey): JsonObject =>
  Object.fromEntries(Object.entries(value).filter(([name]) => name !== String(key)));
