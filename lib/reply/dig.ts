import type { JsonObject } from '../wire/json.js';

/**
 * Whether a value is a JSON object (not an array, not `null`). The wire's own guard brings all of zod into the bundle of
 * whoever only wants a helper.
 */
export function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What lies at a path inside a JSON value; `undefined` as soon as something on the way is missing. */
export function dig(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((at, key) => (isRecord(at) ? at[key] : undefined), value);
}

/** The string at a path; `undefined` when there is none, or an empty one. */
export function textAt(value: unknown, ...path: readonly string[]): string | undefined {
  const found = dig(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** The number at a path, `undefined` when there is none. */
export function numberAt(value: unknown, ...path: readonly string[]): number | undefined {
  const found = dig(value, ...path);
  return typeof found === 'number' ? found : undefined;
}

/** The items of the array at a path that are JSON objects; none when there is no array. */
export function objectsAt(value: unknown, ...path: readonly string[]): readonly JsonObject[] {
  const found: unknown = dig(value, ...path);
  return Array.isArray(found) ? found.filter(isRecord) : [];
}
