/** One line of a diff. */
export interface DiffLine {
  readonly kind: 'added' | 'removed' | 'place' | 'same';
  readonly text: string;
}

/** The lines of a file's unified diff, without the headers that name it. */
export function diffLines(patch: string): readonly DiffLine[] {
  const lines = patch.replace(/\n$/, '').split('\n');
  const first = lines.findIndex(line => line.startsWith('@@'));
  return lines
    .slice(Math.max(0, first))
    .filter(line => !line.startsWith('\\ No newline'))
    .map(text => ({ kind: kindOf(text), text }));
}

/** A new file's diff: every line of it is added. */
export const asAdded = (content: string): string => content.replace(/\n$/, '').replace(/^/gm, '+');

function kindOf(line: string): DiffLine['kind'] {
  if (line.startsWith('+')) return 'added';
  if (line.startsWith('-')) return 'removed';
  return line.startsWith('@@') ? 'place' : 'same';
}
