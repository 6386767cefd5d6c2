import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import * as ts from 'typescript';

const LIB = join(__dirname, '..', 'lib');

/** What each layer may import, beside itself. `lib/NAME.ts` is a layer of one file. */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  instrumentation: ['errors'],
  options: ['errors', 'instrumentation'],
  wire: ['errors'],
  transport: ['errors', 'instrumentation', 'options'],
  rest: ['errors', 'instrumentation', 'options', 'wire', 'transport'],
  reply: ['errors', 'wire'],
  select: ['errors', 'wire', 'reply'],
  turn: ['errors', 'instrumentation', 'options', 'wire', 'transport', 'rest', 'reply', 'select'],
  live: ['errors', 'instrumentation', 'options', 'wire', 'transport', 'rest', 'reply', 'select', 'turn'],
  client: ['errors', 'instrumentation', 'options', 'wire', 'transport', 'rest', 'reply', 'select', 'turn', 'live'],
  index: ['*'],
  angular: ['*'],
  testing: ['*'],
};

/** The two other entry points may import anything but each other, and nothing imports them. */
const ENTRIES = ['index', 'angular', 'testing'];

/** The one place for each thing of the world. */
const WORLD: Readonly<Record<string, readonly string[]>> = {
  'options.ts': ['process'],
  'transport/page-signals.ts': ['window', 'document'],
};

interface LibFile {
  readonly path: string;
  readonly layer: string;
  readonly source: string;
  readonly imports: readonly string[];
}

const files: readonly LibFile[] = readdirSync(LIB, { recursive: true, encoding: 'utf8' })
  .map(name => name.split(sep).join('/'))
  .filter(name => name.endsWith('.ts'))
  .map(path => {
    const source = readFileSync(join(LIB, path), 'utf8');
    return { path, layer: layerOf(path), source, imports: importsOf(source) };
  });

function layerOf(path: string): string {
  return path.split('/')[0]?.replace(/\.ts$/, '') ?? '';
}

function importsOf(source: string): readonly string[] {
  return ts.preProcessFile(source, true, true).importedFiles.map(({ fileName }) => fileName);
}

/** The file in lib/ that an import names, `undefined` for a package. */
function target(from: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return normalize(join(dirname(from), specifier))
    .split(sep)
    .join('/')
    .replace(/\.js$/, '.ts');
}

const targetsOf = ({ path, imports }: LibFile): readonly string[] =>
  imports.map(specifier => target(path, specifier)).filter(found => found !== undefined);

function mayImport(from: string, to: string): boolean {
  if (from === to) return true;
  if (ENTRIES.includes(to)) return ENTRIES.includes(from) && to === 'index';
  return LAYERS[from]?.some(layer => layer === '*' || layer === to) ?? false;
}

/** Packages are named up to their first slash, or the second where they have a scope. */
const packageOf = (specifier: string): string => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;

/** A chain of imports that ends where it began, if one begins at `path`. */
function cycleFrom(
  path: string,
  graph: ReadonlyMap<string, readonly string[]>,
  done: Set<string>,
  trail: string[] = [],
): string[] {
  if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
  if (done.has(path)) return [];
  const found = (graph.get(path) ?? [])
    .map(next => cycleFrom(next, graph, done, [...trail, path]))
    .find(({ length }) => length > 0);
  done.add(path);
  return found ?? [];
}

/** The names of a list that a file uses as variables; `x.process` and `{ process: 1 }` are no such use. */
function usesOf(source: string, names: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && names.includes(node.text) && !isName(node)) found.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('lib.ts', source, ts.ScriptTarget.ES2022, true));
  return [...found];
}

function isName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent))
    return parent.name === node && parent.expression.getText() !== 'globalThis';
  return (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) && parent.name === node;
}

describe('the architecture', () => {
  it('is read from the files', () => {
    expect(files.length).toBeGreaterThan(10);
    expect(files.flatMap(targetsOf).length).toBeGreaterThan(files.length);
  });

  it('has a layer for every file', () => {
    expect(files.filter(({ layer }) => !(layer in LAYERS)).map(({ path }) => path)).toEqual([]);
  });

  it('imports only files that exist', () => {
    const known = new Set(files.map(({ path }) => path));
    const lost = files.flatMap(file =>
      targetsOf(file)
        .filter(to => !known.has(to))
        .map(to => `${file.path} -> ${to}`),
    );
    expect(lost).toEqual([]);
  });

  it('imports in one direction', () => {
    const wrong = files.flatMap(file =>
      targetsOf(file)
        .filter(to => !mayImport(file.layer, layerOf(to)))
        .map(to => `${file.path} -> ${to}`),
    );
    expect(wrong).toEqual([]);
  });

  it('has no import cycle', () => {
    const graph = new Map(files.map(file => [file.path, targetsOf(file)]));
    const done = new Set<string>();
    expect(files.map(({ path }) => cycleFrom(path, graph, done).join(' -> ')).filter(Boolean)).toEqual([]);
  });

  it('imports no package but those the user gets', () => {
    const { dependencies, peerDependencies } = JSON.parse(
      readFileSync(join(LIB, '..', 'package.json'), 'utf8'),
    ) as Record<'dependencies' | 'peerDependencies', Record<string, string>>;
    const known = ['#fetch', ...Object.keys({ ...dependencies, ...peerDependencies })];
    const foreign = files.flatMap(({ path, imports }) =>
      imports
        .filter(name => !name.startsWith('.') && !known.includes(packageOf(name)))
        .map(name => `${path} -> ${name}`),
    );
    expect(foreign).toEqual([]);
  });

  it('looks for the world in one place', () => {
    const uses = files.flatMap(({ path, source }) =>
      usesOf(source, ['process', 'window', 'document', 'console'])
        .filter(name => !WORLD[path]?.includes(name))
        .map(name => `${path}: ${name}`),
    );
    expect(uses).toEqual([]);
  });

  it('keeps its files short', () => {
    const long = files.filter(({ source }) => source.trimEnd().split('\n').length > 200);
    expect(long.map(({ path }) => relative('.', path))).toEqual([]);
  });
});
