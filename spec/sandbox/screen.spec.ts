import type { WriteStream } from 'node:tty';
import { Screen } from '../../examples/demo/screen.js';

/** As much of a terminal as the screen uses: rows of text, and a cursor at the beginning of one. */
class Terminal {
  readonly columns = 20;
  readonly rows: number;
  lines: string[] = [];
  written = '';
  #row = 0;

  constructor(rows = 24) {
    this.rows = rows;
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
