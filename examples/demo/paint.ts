import { stdout } from 'node:process';
import { stripVTControlCharacters, styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** Text in a style, where the terminal has colours and nobody set NO_COLOR. */
export function paint(style: Style, text: string): string {
  return stdout.isTTY && stdout.hasColors() ? styleText(style, text) : text;
}

/** Text of somebody else, with nothing in it that a terminal would obey. */
export function harmless(text: string): string {
  return stripVTControlCharacters(text).replaceAll('\t', '  ').replaceAll('\r', '');
}

/** The same where it has to stay in its row. */
export const inOneLine = (text: string): string => harmless(text).replaceAll('\n', ' ');

/** The lines of a text, broken between words where they are longer than `width` columns (one at least). */
export function wrapped(text: string, width: number): readonly string[] {
  return harmless(text)
    .split('\n')
    .flatMap(line => broken(line, Math.max(1, width)));
}

function broken(line: string, width: number): readonly string[] {
  const rows: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const space = rest.lastIndexOf(' ', width);
    const at = space > 0 ? space : width;
    rows.push(rest.slice(0, at));
    rest = rest.slice(at).trimStart();
  }
  return [...rows, rest];
}
