import { isObject } from '../wire/json.js';

/** What lies at a path inside a JSON value; `undefined` as soon as something on the way is missing. */
export function dig(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((at, key) => (isObject(at) ? at[key] : undefined), value);
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
export function objectsAt(value: unknown, ...path: readonly string[]): readonly Readonly<Record<string, unknown>>[] {
  const found: unknown = dig(value, ...path);
  return Array.isArray(found) ? found.filter(isObject) : [];
}
