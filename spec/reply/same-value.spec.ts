import { reuse, sameValue } from '../../lib/reply/same-value.js';

describe('sameValue', () => {
  it.each([
    [1, 1],
    [null, null],
    [{ a: [1, { b: 'x' }] }, { a: [1, { b: 'x' }] }],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [[], []],
  ])('%j equals %j', (a, b) => {
    expect(sameValue(a, b)).toBe(true);
  });

  it.each([
    [1, '1'],
    [null, {}],
    [undefined, null],
    [[], {}],
    [{}, []],
    [[1], [1, 2]],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: undefined }, { b: undefined }],
    [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }],
  ])('%j differs from %j', (a, b) => {
    expect(sameValue(a, b)).toBe(false);
  });
});

describe('reuse', () => {
  it('gives back the previous object when nothing changed', () => {
    const previous = { a: { b: 1 }, c: 'x' };
    expect(reuse(previous, { c: 'x', a: { b: 1 } })).toBe(previous);
  });

  it('keeps the identity of the fields that did not change', () => {
    const previous: { a: object; c?: string } = { a: { b: 1 }, c: 'x' };
    const next = reuse(previous, { a: { b: 1 } });
    expect(next).toEqual({ a: { b: 1 } });
    expect(next.a).toBe(previous.a);
  });
});
