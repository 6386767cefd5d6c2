const CHUNK_LINES = 60;

/** A text in chunks of whole lines. */
export function linesInChunks(text: string): readonly string[] {
  const lines = text.split('\n');
  const starts = Array.from({ length: Math.ceil(lines.length / CHUNK_LINES) }, (_, index) => index * CHUNK_LINES);
  return starts.map(start => lines.slice(start, start + CHUNK_LINES).join('\n'));
}
