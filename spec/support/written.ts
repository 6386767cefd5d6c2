import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '..', '..');

/** An entry of a list: what it begins with, and how far it is indented. */
export interface Entry {
  readonly names: readonly string[];
  readonly depth: number;
}

/** A page of ours in Markdown. */
export class Page {
  readonly text: string;

  /** @param path From the root of the repository. */
  constructor(readonly path: string) {
    this.text = readFileSync(join(ROOT, path), 'utf8');
  }

  /** A part of the page, from its heading to the next one of the same or a higher level. */
  section(heading: string): string {
    const start = this.text.indexOf(`\n${heading}\n`);
    if (start < 0) throw new Error(`${this.path} has no '${heading}'`);
    const [level = ''] = heading.split(' ');
    const rest = this.text.slice(start + heading.length + 2);
    const next = rest.search(new RegExp(`^#{1,${String(level.length)}} `, 'm'));
    return next < 0 ? rest : rest.slice(0, next);
  }

  /** Its blocks of TypeScript. */
  get blocks(): readonly string[] {
    return [...this.text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block = '']) => block.trimEnd());
  }

  /** Where its links lead to within the repository, as absolute paths without what follows a `#`. */
  get links(): readonly string[] {
    const paths = [...this.text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, path = '']) => path);
    return paths.map(path => join(ROOT, dirname(this.path), path));
  }

  /** The headings its links lead to, with the page each is on. */
  get anchors(): readonly (readonly [path: string, anchor: string])[] {
    const links = [...this.text.matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)];
    return links.map(([, path, anchor = '']) => [path ? join(dirname(this.path), path) : this.path, anchor]);
  }

  /** Its headings, as links spell them. */
  get headings(): readonly string[] {
    return [...this.text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    );
  }
}

/** What is written as code in a text. */
export const codeIn = (text = ''): readonly string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** The entries of the lists in a text that begin with code, by the code before the first colon that is not in any. */
export const entriesIn = (text: string): readonly Entry[] =>
  [...text.matchAll(/^( *)- ((?:`[^`]+`|[^`:\n])+):/gm)].map(([, indent = '', head = '']) => ({
    names: codeIn(head.replace(/\((?:`[^`]+`|[^`)])*\)/g, '')),
    depth: indent.length / 2,
  }));

/** What the entries of the lists in a text begin with. */
export const namesIn = (text: string): readonly string[] => entriesIn(text).flatMap(({ names }) => names);
