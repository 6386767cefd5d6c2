import { dig, isRecord } from './dig.js';

/** Whether two JSON values are equal in structure. Identical references are not looked into. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a)) return Array.isArray(b) && sameList(a, b);
  return isRecord(a) && isRecord(b) && sameRecord(a, b);
}

function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
}

function sameRecord(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every(key => Object.hasOwn(b, key) && sameValue(a[key], b[key]));
}

/** `next`, with every field that equals its predecessor keeping identity; `previous` itself when all do. */
export function reuse<T extends object>(previous: T, next: T): T {
  if (sameValue(previous, next)) return previous;
  const unchanged = Object.entries(previous).filter(([key, value]) => sameValue(value, dig(next, key)));
  return { ...next, ...Object.fromEntries<unknown>(unchanged) };
}
