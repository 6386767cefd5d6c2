/** A command and its arguments. */
export type Command = readonly [name: string, ...args: string[]];

/** A project that has installed the package, and what is done in it. */
export interface Consumer {
  readonly name: string;
  /** Its folder in `projects/`. */
  readonly folder: string;
  /** Where the program goes that all of them run. */
  readonly program: string;
  /** What has to succeed, and warn of nothing. */
  readonly build: readonly Command[];
  /** Prints what the program gives. */
  readonly run: Command;
  /** What is bundled for a browser: the fetch of the page, and nothing that stands in for it. */
  readonly bundle?: string;
}

const tsc = (name: string, ...args: string[]): Command => ['node', `node_modules/${name}/bin/tsc`, ...args];
const node = (name: string, folder: string, ...before: readonly Command[]): Consumer => ({
  name,
  folder,
  program: 'program.ts',
  build: [...before, tsc('typescript')],
  run: ['node', 'dist/main.js'],
});

/** The kinds of projects the package is for. All of them check declarations, `skipLibCheck` off. */
export const CONSUMERS: readonly Consumer[] = [
  {
    name: 'angular',
    folder: 'angular',
    program: 'src/program.ts',
    build: [['npx', '--no-install', 'ng', 'build']],
    run: ['node', 'run.js'],
    bundle: 'dist',
  },
  node('esm', 'node-esm', tsc('typescript-5.9', '--noEmit')),
  node('cjs', 'node-cjs'),
  {
    name: 'vite',
    folder: 'vite',
    program: 'program.ts',
    build: [tsc('typescript'), ['npx', '--no-install', 'vite', 'build']],
    run: ['node', 'run.js'],
    bundle: 'dist/assets',
  },
  {
    name: 'esbuild',
    folder: 'esbuild',
    program: 'program.ts',
    build: [
      ['npx', '--no-install', 'esbuild', 'main.ts', '--bundle', '--minify', '--format=esm', '--outfile=dist/main.js'],
    ],
    run: ['node', 'dist/main.js'],
    bundle: 'dist',
  },
];

/** What the program of a consumer has to print. */
export const promised = ({ bundle }: Consumer): string =>
  [
    'completed: Hello. 1 tool, 3 messages',
    'folded: Folded.',
    `fetch: ${bundle === undefined ? 'cross-fetch' : 'native'}`,
  ].join('\n');

/** Words of whatwg-fetch and of node-fetch that no minifier changes. */
const SUBSTITUTES = /X-Request-URL|bitinn\/node-fetch/;

/** Whether a bundle brings a fetch of its own. */
export const bringsFetch = (code: string): boolean => SUBSTITUTES.test(code);
