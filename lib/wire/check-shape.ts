import type * as z from 'zod/mini';
import { isObject, type JsonObject } from './json.js';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** What is wrong with a value. */
export interface ShapeError {
  readonly issues: readonly Issue[];
}

/** A value of the right shape, or what is wrong with it. */
export type Checked =
  { readonly value: unknown; readonly error?: undefined } | { readonly value?: undefined; readonly error: ShapeError };

/**
 * Holds a JSON value against a shape. The value comes back as it is, unknown fields and all; but servers send some
 * optional fields as null (`lib/wire/PROTOCOL.md` § 7.1): where the schema has no null, a copy without them comes back.
 */
export function checkShape(schema: z.ZodMiniType, value: unknown): Checked {
  const issues = issuesWith(schema, value);
  return issues.length === 0 ? { value } : withoutNulls(schema, value, issues);
}

/** A list with more wrong items than a call may have arguments is more than the schema can complain of. */
function issuesWith(schema: z.ZodMiniType, value: unknown): readonly Issue[] {
  try {
    return schema.safeParse(value).error?.issues ?? [];
  } catch {
    return [{ code: 'custom', path: [], message: 'more of it is wrong than can be told' }];
  }
}

/** All nulls that are complained of go in one copy, for there may be one in each of a hundred thousand items. */
function withoutNulls(schema: z.ZodMiniType, value: unknown, issues: readonly Issue[]): Checked {
  const nulls = issues.flatMap(issue => places(issue, [])).filter(path => at(value, path) === null);
  const removable = nulls.filter(path => path.length > 0 && isObject(at(value, path.slice(0, -1))));
  if (removable.length === 0) return { error: { issues } };
  return checkShape(schema, without(value, removable));
}

type Holder = Record<PropertyKey, unknown>;

/** The value without these fields. Only what lies on the way to them is copied, once: what is beside may be deeper than a stack. */
function without(value: unknown, fields: readonly Path[]): unknown {
  const root: Holder = { value };
  const copies = new Set<unknown>();
  for (const path of fields) {
    let holder = root;
    for (const key of ['value', ...path.slice(0, -1)]) {
      const here = holder[key] as Holder;
      const copy = copies.has(here) ? here : copyOf(here);
      copies.add(copy);
      holder[key] = copy;
      holder = copy;
    }
    Reflect.deleteProperty(holder, path.at(-1) ?? '');
  }
  return root['value'];
}

const copyOf = (value: Holder): Holder => (Array.isArray(value) ? ([...value] as unknown as Holder) : { ...value });

/** Every place an issue is about, whichever member of a union complains. */
function places(issue: Issue, prefix: Path): readonly Path[] {
  const path = [...prefix, ...issue.path];
  if (issue.code !== 'invalid_union') return [path];
  return [path, ...issue.errors.flat().flatMap(inner => places(inner, path))];
}

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((here, key) => (here as JsonObject | null | undefined)?.[key as string], value);
