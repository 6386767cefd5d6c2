import * as fc from 'fast-check';
import { anyEvent, NAMES } from './events.js';

const LEVELS = 10_000;
const nested = (open: string, close: string): string => `${open.repeat(LEVELS)}1${close.repeat(LEVELS)}`;

/** JSON that no JavaScript value is written as. */
const RAW = {
  infinite: '1e999',
  negative: '-1e999',
  zero: '-0',
  precise: '0.1000000000000000055511151231257827',
  objects: nested('{"a":', '}'),
  arrays: nested('[', ']'),
  twice: '{"id":1,"id":"a","type":"text","type":"tool"}',
  prototype: '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
  surrogate: '"\\ud800"',
  long: `"${'x'.repeat(100_000)}"`,
} as const;

const mark = (name: string): string => `§${name}§`;
const raw = fc.constantFrom(...Object.keys(RAW)).map(mark);

/** A frame as it comes over the wire: what only stands for JSON, so that a counterexample can be read, is replaced. */
export const written = (frame: string): string =>
  frame.replace(/"§(\w+)§"/g, (_marked, name: string) => RAW[name as keyof typeof RAW]);

const junk: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: raw },
  fc.constantFrom(null, [], {}, -1, 0, true, '', [null], [[]], { id: null }),
  fc.constantFrom(...NAMES),
  fc.jsonValue({ maxDepth: 3 }),
);

interface Change {
  readonly path: readonly number[];
  readonly how: 'replace' | 'drop' | 'rename' | 'wrap';
  readonly junk: unknown;
  readonly name: string;
}

const change: fc.Arbitrary<Change> = fc.record({
  path: fc.array(fc.nat(20), { minLength: 1, maxLength: 5 }),
  how: fc.constantFrom('replace', 'replace', 'drop', 'rename', 'wrap'),
  junk,
  name: fc.constantFrom(...NAMES),
});

/** The value with something else at a place in it. */
function changed(value: unknown, { path: [at, ...path], ...change }: Change): unknown {
  if (at === undefined || typeof value !== 'object' || value === null)
    return change.how === 'wrap' ? [value] : change.junk;
  const entries = Object.entries(value as Record<string, unknown>);
  const [key] = entries[at % (entries.length || 1)] ?? [];
  if (key === undefined) return change.junk;
  const isLast = path.length === 0;
  const now = entries.flatMap(([name, inner]): readonly (readonly [string, unknown])[] => {
    if (name !== key) return [[name, inner]];
    if (isLast && change.how === 'drop') return [];
    return isLast && change.how === 'rename' ? [[change.name, inner]] : [[name, changed(inner, { ...change, path })]];
  });
  return Array.isArray(value) ? now.map(([, inner]) => inner) : Object.fromEntries(now);
}

/** JSON of the value with something wrong in it, yet to be {@link written}. */
export const spoiled = (value: unknown): fc.Arbitrary<string> =>
  fc.array(change, { minLength: 1, maxLength: 3 }).map(changes => JSON.stringify(changes.reduce(changed, value)));

/** The data of a frame, yet to be {@link written}: no event at all, or one in which something is wrong. */
export const anyFrame: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(anyEvent, fc.array(change, { minLength: 1, maxLength: 3 }))
      .map(([event, changes]) => JSON.stringify(changes.reduce<unknown>(changed, event))),
  },
  fc.tuple(anyEvent, fc.nat(200)).map(([event, length]) => JSON.stringify(event).slice(0, length)),
  junk.map(each => JSON.stringify(each)),
  fc.string().map(text => text.replaceAll(/[\r\n]/g, ' ')),
);
