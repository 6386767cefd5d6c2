/** What is known of a release before it is published. */
export interface ReleaseFacts {
  /** The tag it was made from. */
  readonly tag: string;
  /** The version in package.json. */
  readonly version: string;
  readonly changelog: string;
}

/** Under which tag of npm the release goes: `next` for a version that is not final. Throws what is not ready. */
export function distTagOf({ tag, version, changelog }: ReleaseFacts): 'latest' | 'next' {
  if (tag !== `v${version}`) throw new Error(`The tag is ${tag}, and package.json says ${version}: they go together`);
  const heading = changelog.split('\n').find(line => line.startsWith(`## [${version}]`));
  if (heading === undefined) throw new Error(`CHANGELOG.md says nothing of ${version}`);
  if (!/ - \d{4}-\d{2}-\d{2}$/.test(heading)) throw new Error(`CHANGELOG.md has no date for ${version}: ${heading}`);
  if (/^## \[Unreleased\].*\s+(?!## )\S/m.test(changelog))
    throw new Error('CHANGELOG.md still has entries under [Unreleased]');
  return version.includes('-') ? 'next' : 'latest';
}
