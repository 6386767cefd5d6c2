import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as ts from 'typescript';
import { Page } from './support/written.js';

const ROOT = join(__dirname, '..');
const readme = new Page('README.md');
const proofs = new Page('spec/README.md');
const recipes = new Page('examples/recipes/README.md');
const pages = [readme, recipes, proofs, new Page('MIGRATING.md'), new Page('spec/live/README.md')];

describe('the code in the README and beside the recipes', () => {
  const files = readdirSync(join(ROOT, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts') && !name.includes('node_modules'))
    .map(name => readFileSync(join(ROOT, 'examples', name), 'utf8'));
  const blocks = [...readme.blocks, ...recipes.blocks];

  const nameOf = (block: string) => /(?:const|function|class|readonly) (\w+)/.exec(block)?.[1] ?? block;

  it.each(blocks.map(block => [nameOf(block), block]))('is in a file of examples/: %s', (_, block) => {
    expect(files.filter(file => file.includes(block))).toHaveLength(1);
  });

  it('is run: each recipe by a spec, itself or with the one that imports it', () => {
    const specs = ['spec/examples', 'spec/angular'].flatMap(folder =>
      readdirSync(join(ROOT, folder)).map(name => readFileSync(join(ROOT, folder, name), 'utf8')),
    );
    const names = readdirSync(join(ROOT, 'examples/recipes'), { recursive: true, encoding: 'utf8' });
    const isRun = (name: string) =>
      [...specs, ...files].some(text => text.includes(`/${basename(name).replace(/ts$/, 'js')}'`));
    expect(names.filter(name => /(?<!\.d)\.ts$/.test(name) && !isRun(name))).toEqual([]);
  });

  it('is told of: each recipe has a link', () => {
    const names = readdirSync(join(ROOT, 'examples/recipes'), { recursive: true, encoding: 'utf8' });
    const isTold = (name: string) => pages.some(({ text }) => text.includes(`${basename(name)})`));
    // What two of them share.
    const told = names.filter(name => name.endsWith('.ts') && basename(name) !== 'dialog.ts');
    expect(told.filter(name => !isTold(name))).toEqual([]);
  });
});

describe.each(pages.map(page => [page.path, page] as const))('the links in %s', (_, page) => {
  it('lead to files: the reference copies those of the README, and cannot copy folders', () => {
    expect(page.links.filter(path => !ts.sys.fileExists(path))).toEqual([]);
  });

  it('lead to headings that are there', () => {
    const lost = page.anchors.filter(([path, anchor]) => !new Page(path).headings.includes(anchor));
    expect(lost).toEqual([]);
  });
});

it('the README is no longer than somebody reads', () => {
  expect(Buffer.byteLength(readme.text)).toBeLessThan(45_000);
});

describe('what the README says can be relied on', () => {
  const promises = [...readme.section('## What you can rely on').matchAll(/^\d+\. \*\*([^*]+)\*\*/gm)];
  const promised = promises.map(([, title = '']) => title);
  const proved = proofs.section('## What proves it').split(/^- /m).slice(1);
  const named = proved.flatMap(text =>
    [...text.matchAll(/\]\(([^)]+\.spec\.ts)\) ((?:"[^"]+"(?:, )?)+)/g)].flatMap(([, file = '', names = '']) =>
      [...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => [file, name] as const),
    ),
  );

  it('is what the specs are told of, each with some, but for the one that a table proves', () => {
    expect(promised.length).toBeGreaterThan(10);
    expect(proved.map(text => /^\*\*([^*]+)\*\*/.exec(text)?.[1])).toEqual(promised);
    expect(proved.filter(text => !text.includes('.spec.ts)'))).toHaveLength(1);
    expect(named.length).toBeGreaterThan(promised.length);
  });

  it.each(named)('is proved by what is there: %s "%s"', (file, name) => {
    const text = readFileSync(join(ROOT, 'spec', file), 'utf8');
    expect(text).toMatch(new RegExp(`'${name.replace(/[.()*]/g, '\\$&')}'`));
  });
});
