import { dig, numberAt, objectsAt, textAt } from '../../lib/reply/dig.js';

describe('dig', () => {
  const value = { a: { b: [{ c: 1 }, null, 'x', [2]], text: 'hi', empty: '', zero: 0 } };

  it('finds what lies at a path', () => {
    expect(dig(value, 'a', 'text')).toBe('hi');
    expect(dig(value)).toBe(value);
  });

  it.each([undefined, null, 'text', 7, [1]])('finds nothing in %p', not => {
    expect(dig(not, 'length', 'a')).toBeUndefined();
    expect(dig(not, 'length')).toBeUndefined();
  });

  it('takes an empty string for no string, and zero for a number', () => {
    expect(textAt(value, 'a', 'empty')).toBeUndefined();
    expect(textAt(value, 'a', 'zero')).toBeUndefined();
    expect(numberAt(value, 'a', 'zero')).toBe(0);
    expect(numberAt(value, 'a', 'text')).toBeUndefined();
  });

  it('lists only the objects of an array', () => {
    expect(objectsAt(value, 'a', 'b')).toEqual([{ c: 1 }]);
    expect(objectsAt(value, 'a', 'text')).toEqual([]);
  });
});
