import type { WriteStream } from 'node:tty';
import { wrapped } from '../../examples/demo/paint.js';
import { Screen } from '../../examples/demo/screen.js';

/** As much of a terminal as the screen uses: rows of text, and a cursor at the beginning of one. */
class Terminal {
  readonly columns: number;
  readonly rows: number;
  lines: string[] = [];
  written = '';
  #row = 0;

  constructor(rows = 24, columns = 20) {
    this.rows = rows;
    this.columns = columns;
  }

  write(text: string): void {
    this.written = text;
    for (const [token, up] of text.matchAll(/\x1b\[(\d+)F|\x1b\[J|\x1b\[\?7[lh]|\r|[^\x1b\r\n]*\n/g))
      this.#obey(token, up);
  }

  #obey(token: string, up: string | undefined): void {
    if (up !== undefined) this.#row = Math.max(0, this.#row - Number(up));
    else if (token === '\x1b[J') this.lines = this.lines.slice(0, this.#row);
    else if (token.endsWith('\n')) this.lines[this.#row++] = token.slice(0, -1);
  }
}

const screenOn = (terminal: Terminal): Screen => new Screen(terminal as unknown as WriteStream);

describe('Screen', () => {
  it('shows the lines it is given, whatever was there before', () => {
    const terminal = new Terminal();
    const screen = screenOn(terminal);
    for (const lines of [['a', 'b'], ['a', 'c', 'd'], ['a'], [], ['x', 'y']]) {
      screen.draw(lines);
      expect(terminal.lines).toEqual(lines);
    }
  });

  it('writes only what changed', () => {
    const terminal = new Terminal();
    const screen = screenOn(terminal);
    screen.draw(['a', 'b', 'c']);
    screen.draw(['a', 'b', 'd']);
    expect(terminal.written).not.toMatch(/[abc]\n/);
  });

  it('leaves alone what has scrolled away', () => {
    const terminal = new Terminal(4);
    const screen = screenOn(terminal);
    screen.draw(['1', '2', '3', '4', '5', '6']);
    screen.draw(['one', '2', '3', '4', '5', 'six', 'seven']);
    expect(terminal.lines).toEqual(['1', '2', '3', '4', '5', 'six', 'seven']);
  });

  it('takes a terminal that does not know its size for a usual one', () => {
    const terminal = new Terminal(0, 0);
    const screen = screenOn(terminal);
    expect(screen.width).toBe(80);
    screen.draw(['a', 'b']);
    screen.draw(['a', 'c']);
    expect(terminal.lines).toEqual(['a', 'c']);
  });

  it('stands still while somebody is asked, and takes the question away', () => {
    const terminal = new Terminal();
    const screen = screenOn(terminal);
    screen.draw(['a']);
    screen.hold(['why?']);
    screen.draw(['a', 'b']);
    expect(terminal.lines).toEqual(['a', 'why?']);
    terminal.write('because\n');
    screen.release(2);
    screen.draw(['a', 'b']);
    expect(terminal.lines).toEqual(['a', 'b']);
  });
});

describe('wrapped', () => {
  it('breaks lines between words, and words that are too long', () => {
    expect(wrapped('one two three\nfour', 7)).toEqual(['one two', 'three', 'four']);
    expect(wrapped('abcdefg', 3)).toEqual(['abc', 'def', 'g']);
    expect(wrapped('', 3)).toEqual(['']);
  });

  it.each([1, 0, -1])('is a column of letters where there is no room (%d)', width => {
    expect(wrapped('ab c', width)).toEqual(['a', 'b', 'c']);
  });

  it('takes a line of any length', () => {
    expect(wrapped('x'.repeat(100_000), 1)).toHaveLength(100_000);
  });
});
