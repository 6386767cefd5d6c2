import { valuesIn, type HeapSnapshot } from './heap.js';

const meta = { node_fields: ['type', 'name', 'self_size'], node_types: [['hidden', 'object', 'code']] };
const strings = ['Reply', 'growPart', 'system / WeakArrayList'];

const snapshotOf = (...nodes: readonly (readonly [type: number, name: number, size: number])[]): HeapSnapshot => ({
  snapshot: { meta },
  nodes: nodes.flat(),
  strings,
});

describe('what a heap holds', () => {
  it('is everything but code, and what is noted of it', () => {
    expect(valuesIn(snapshotOf([1, 0, 24], [2, 1, 1_000], [0, 2, 500], [0, 0, 8], [1, 0, 16]))).toBe(48);
  });

  it('is nothing where nothing is', () => {
    expect(valuesIn(snapshotOf())).toBe(0);
  });
});
