import { distTagOf } from '../../scripts/release/release.js';

describe('a release', () => {
  const changelog = '# Changelog\n\n## [Unreleased]\n\n## [1.0.0] - 2026-12-01\n\n## [0.9.0] - Unreleased\n';
  const heading = (version: string): string => `## [${version}] - 2026-12-01\n`;

  it('goes to latest, one that is not final to next', () => {
    expect(distTagOf({ tag: 'v1.0.0', version: '1.0.0', changelog })).toBe('latest');
    expect(distTagOf({ tag: 'v2.0.0-rc.1', version: '2.0.0-rc.1', changelog: heading('2.0.0-rc.1') })).toBe('next');
  });

  it.each([
    ['1.0.1', '1.0.0', 'go together'],
    ['v1.0.1', '1.0.0', 'go together'],
    ['v1.1.0', '1.1.0', 'says nothing of 1.1.0'],
    ['v1.0', '1.0', 'says nothing of 1.0'],
    ['v0.9.0', '0.9.0', 'has no date'],
  ])('is not ready with the tag %s and the version %s', (tag, version, words) => {
    expect(() => distTagOf({ tag, version, changelog })).toThrow(words);
  });

  it('is not ready while something is still said under no version', () => {
    const entries = `## [Unreleased] - soon\n\n### Added\n\n- More.\n\n${heading('1.0.0')}`;
    expect(() => distTagOf({ tag: 'v1.0.0', version: '1.0.0', changelog: entries })).toThrow('[Unreleased]');
  });
});
