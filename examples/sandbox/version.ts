/** Whether a server's version is that one or a later one; both as `1.18.33`, missing numbers count as 0. */
export function isAtLeast(version: string, least: string): boolean {
  const [ours, theirs] = [version, least].map(numbersOf);
  const difference = [0, 1, 2].map(at => (ours?.[at] ?? 0) - (theirs?.[at] ?? 0)).find(each => each !== 0);
  return (difference ?? 0) >= 0;
}

const numbersOf = (version: string): readonly number[] => version.split(/[.-]/, 3).map(Number);
