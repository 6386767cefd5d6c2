import type { WriteStream } from 'node:tty';

const UP = (rows: number): string => (rows > 0 ? `\x1b[${String(rows)}F` : '\r');
const CLEAR_BELOW = '\x1b[J';
const CLIP = '\x1b[?7l';
const WRAP = '\x1b[?7h';
/** A pseudo terminal that was not told its size says 0 columns and 0 rows. */
const SIZE_UNKNOWN = { columns: 80, rows: 24 };

/** Draws a growing list of lines on a terminal and rewrites only what has changed, as far up as can be seen. */
export class Screen {
  #shown: readonly string[] = [];
  #held = false;

  constructor(private readonly terminal: WriteStream) {}

  get width(): number {
    return this.terminal.columns || SIZE_UNKNOWN.columns;
  }

  /** Shows these lines instead of those before. */
  draw(lines: readonly string[]): void {
    if (this.#held) return;
    const first = Math.max(firstDifference(this.#shown, lines), this.#shown.length - this.#height + 1);
    const below = lines.slice(first).map(line => `${line}\n`);
    this.#write(UP(this.#shown.length - first) + CLEAR_BELOW + below.join(''));
    this.#shown = lines;
  }

  /** Draws nothing until `release`, and prints lines below those shown. */
  hold(lines: readonly string[]): void {
    this.#held = true;
    this.#write(lines.map(line => `${line}\n`).join(''));
  }

  /** Draws again, where it stopped: over the last `rows` rows, which somebody else wrote. */
  release(rows: number): void {
    this.#held = false;
    this.terminal.write(UP(rows) + CLEAR_BELOW);
  }

  get #height(): number {
    return this.terminal.rows || SIZE_UNKNOWN.rows;
  }

  /** Lines longer than the terminal is wide are clipped, so that a line is always a row. */
  #write(text: string): void {
    this.terminal.write(CLIP + text + WRAP);
  }
}

function firstDifference(before: readonly string[], after: readonly string[]): number {
  const index = after.findIndex((line, row) => line !== before[row]);
  return index < 0 ? Math.min(before.length, after.length) : index;
}
