import { addTokens, NO_TOKENS, tokensFrom } from '../../lib/reply/tokens.js';

const step = { total: 18, input: 10, output: 5, reasoning: 2, cache: { read: 1, write: 0 } };

describe('tokensFrom', () => {
  it('reads what the wire says', () => {
    expect(tokensFrom(step)).toEqual(step);
  });

  it('counts what a sparse server leaves out as zero', () => {
    expect(tokensFrom({ input: 3 })).toEqual({ ...NO_TOKENS, input: 3 });
  });

  it.each([undefined, null, 7])('makes nothing of %p', wire => {
    expect(tokensFrom(wire)).toBeUndefined();
  });
});

describe('addTokens', () => {
  it('adds each count', () => {
    const sum = addTokens(addTokens(NO_TOKENS, step), step);
    expect(sum).toEqual({ total: 36, input: 20, output: 10, reasoning: 4, cache: { read: 2, write: 0 } });
  });

  it('counts the total of the one that gives none', () => {
    expect(addTokens(step, { input: 1, output: 1, cache: { read: 1, write: 1 } }).total).toBe(22);
  });

  it('has no total where nobody gives one', () => {
    expect(addTokens(NO_TOKENS, { input: 1 })).not.toHaveProperty('total');
  });

  it('adds nothing for nothing', () => {
    expect(addTokens(step, undefined)).toEqual(step);
  });
});
