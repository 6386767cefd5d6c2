/** A file that a patch adds, with everything that is in it. */
export interface AddedFile {
  readonly path: string;
  readonly content: string;
}

const ADD_FILE = '*** Add File:';

/** A line that ends a section: the next section's head, or the end of the patch. */
const isMarker = (line: string): boolean => line.startsWith('***');

/**
 * The files that the text of an `apply_patch` call adds, in its order. The lines of one begin with `+`, others are
 * passed over; the server ends a file that is not empty with a newline (`lib/wire/PROTOCOL.md`).
 */
export function addedFiles(patchText: string): readonly AddedFile[] {
  const lines = patchText.split('\n');
  return lines.flatMap((line, index) => {
    const path = line.startsWith(ADD_FILE) ? line.slice(ADD_FILE.length).trim() : '';
    return path === '' ? [] : [{ path, content: contentFrom(lines, index + 1) }];
  });
}

function contentFrom(lines: readonly string[], start: number): string {
  const end = lines.findIndex((line, index) => index >= start && isMarker(line));
  const added = lines.slice(start, end < 0 ? lines.length : end).filter(line => line.startsWith('+'));
  const content = added.map(line => line.slice(1)).join('\n');
  return content === '' || content.endsWith('\n') ? content : `${content}\n`;
}
