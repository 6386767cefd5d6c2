/** The candidate that differs from `word` in at most a third of its letters, if there is one. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const distances = candidates.map(candidate => ({
    candidate,
    edits: edits(word.toLowerCase(), candidate.toLowerCase()),
  }));
  const [best] = distances.sort((a, b) => a.edits - b.edits);
  return best !== undefined && best.edits <= Math.ceil(word.length / 3) ? best.candidate : undefined;
}

/** How many letters must be put in, left out or changed to make `b` of `a` (Levenshtein). */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b).entries()) {
      const change = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
