import { dig, isRecord } from './dig.js';

/** Values nested deeper than this are not compared: they count as different, and nobody's stack overflows. */
const DEEPEST = 200;

/** Whether two JSON values are equal in structure. Identical references are not looked into. */
export function sameValue(a: unknown, b: unknown): boolean {
  return sameAt(a, b, 0);
}

function sameAt(a: unknown, b: unknown, depth: number): boolean {
  if (Object.is(a, b)) return true;
  if (depth > DEEPEST) return false;
  if (Array.isArray(a)) return Array.isArray(b) && sameList(a, b, depth + 1);
  return isRecord(a) && isRecord(b) && sameRecord(a, b, depth + 1);
}

function sameList(a: readonly unknown[], b: readonly unknown[], depth: number): boolean {
  return a.length === b.length && a.every((item, index) => sameAt(item, b[index], depth));
}

type JsonRecord = Readonly<Record<string, unknown>>;

function sameRecord(a: JsonRecord, b: JsonRecord, depth: number): boolean {
  const keys = Object.keys(a);
  const isSame = (key: string): boolean => Object.hasOwn(b, key) && sameAt(a[key], b[key], depth);
  return keys.length === Object.keys(b).length && keys.every(isSame);
}

/** `next`, with every field that equals its predecessor keeping identity; `previous` itself when all do. */
export function reuse<T extends object>(previous: T, next: T): T {
  if (sameValue(previous, next)) return previous;
  const unchanged = Object.entries(previous).filter(([key, value]) => sameValue(value, dig(next, key)));
  return { ...next, ...Object.fromEntries<unknown>(unchanged) };
}

/** As {@link reuse}, for a list: every item that equals the one in its place before keeps identity. */
export const reuseItems = <T>(previous: readonly T[], next: readonly T[]): readonly T[] =>
  sameItems(
    previous,
    next.map((item, at) => (sameValue(previous[at], item) ? (previous[at] ?? item) : item)),
  );

/** The earlier list if the later one holds the same items. */
export const sameItems = <T>(earlier: readonly T[], later: readonly T[]): readonly T[] =>
  earlier.length === later.length && earlier.every((item, at) => item === later[at]) ? earlier : later;
