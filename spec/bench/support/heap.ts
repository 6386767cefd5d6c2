import { json } from 'node:stream/consumers';
import { getHeapSnapshot } from 'node:v8';

/** As much of V8's format as is needed: the nodes of the heap as one row of numbers, so many fields each. */
export interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: { readonly node_fields: readonly string[]; readonly node_types: readonly (readonly string[])[] };
  };
  readonly nodes: readonly number[];
  readonly strings: readonly string[];
}

/** Where the engine notes which code depends on what: it comes and goes with the code. */
const NOTES_ON_CODE = 'system / WeakArrayList';

/**
 * Bytes of all that is held when everything was let go that nobody holds, but for the code that the engine compiled: it
 * goes on compiling for thousands of turns, and that is more than what is looked for.
 */
export const heldByValues = async (): Promise<number> => valuesIn((await json(getHeapSnapshot())) as HeapSnapshot);

/** Bytes of the nodes of a snapshot that are no code. */
export function valuesIn({ snapshot: { meta }, nodes, strings }: HeapSnapshot): number {
  const [type, name, size] = ['type', 'name', 'self_size'].map(field => meta.node_fields.indexOf(field));
  const isCode = (at: number): boolean =>
    meta.node_types[0]?.[nodeAt(nodes, at, type)] === 'code' || strings[nodeAt(nodes, at, name)] === NOTES_ON_CODE;
  let bytes = 0;
  for (let at = 0; at < nodes.length; at += meta.node_fields.length) if (!isCode(at)) bytes += nodeAt(nodes, at, size);
  return bytes;
}

const nodeAt = (nodes: readonly number[], at: number, field = 0): number => nodes[at + field] ?? 0;
