import type * as z from 'zod/mini';
import { isObject } from './json.js';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/**
 * What is wrong with the shape of a parsed JSON value; undefined when it is right. Servers send some optional fields
 * as null (`lib/wire/PROTOCOL.md` § 7.1): where the schema has no null, such a field is taken out of the value.
 */
export function checkShape(schema: z.ZodMiniType, value: unknown): z.core.$ZodError | undefined {
  for (;;) {
    const result = schema.safeParse(value);
    if (result.success) return undefined;
    const taken = result.error.issues.flatMap(issue => places(issue, [])).filter(path => takeNull(value, path));
    if (taken.length === 0) return result.error;
  }
}

/** Every place an issue is about, whichever member of a union complains. */
function places(issue: Issue, prefix: Path): readonly Path[] {
  const path = [...prefix, ...issue.path];
  if (issue.code !== 'invalid_union') return [path];
  return [path, ...issue.errors.flat().flatMap(inner => places(inner, path))];
}

/** Takes a field that is null out of its object; whether there was one. */
function takeNull(value: unknown, path: Path): boolean {
  const parent = path.slice(0, -1).reduce(step, value);
  const key = path.at(-1);
  return isObject(parent) && key !== undefined && step(parent, key) === null && Reflect.deleteProperty(parent, key);
}

function step(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? (Reflect.get(value, key) as unknown) : undefined;
}
