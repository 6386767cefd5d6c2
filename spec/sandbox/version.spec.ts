import { configFor, isAtLeast } from '../../examples/sandbox/index.js';

describe('the version of a server', () => {
  it.each([
    ['1.18.33', '1.18.33', true],
    ['1.18.33', '1.9.99', true],
    ['1.9.99', '1.18.33', false],
    ['2.0.0', '1.18.33', true],
    ['1.18.33', '1.19', false],
    ['1.18.33-beta.1', '1.18', true],
    ['1.1.65', '0', true],
  ])('%s is at least %s: %s', (version, least, expected) => {
    expect(isAtLeast(version, least)).toBe(expected);
  });

  it('decides what is in its configuration: an older one refuses to start a session with a key it does not know', () => {
    const config = { model: 'm', subagent_depth: 2 };
    expect(configFor('1.18.33', config)).toEqual(config);
    expect(configFor('1.17.19', config)).toEqual({ model: 'm' });
  });
});
