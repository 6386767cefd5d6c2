import { execFileSync, type ExecFileSyncOptions } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';

const ROOT = join(__dirname, '..');

/** A project that has installed the packed package; its dependencies are those of this checkout. */
let project: string;

const run = (command: string, args: readonly string[], options: ExecFileSyncOptions = {}): string =>
  execFileSync(command, args, { cwd: project, encoding: 'utf8', stdio: 'pipe', ...options }).toString();

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => statSync(join(folder, name)).isFile());

const write = (name: string, text: string): void => {
  writeFileSync(join(project, name), text);
};

function install(): void {
  run('npm', ['pack', '--silent', '--pack-destination', project], { cwd: ROOT });
  const tarball = readdirSync(project).find(name => name.endsWith('.tgz')) ?? '';
  const target = join(project, 'node_modules', 'opencode-rx');
  mkdirSync(target, { recursive: true });
  run('tar', ['-xzf', tarball, '--strip-components=1', '-C', target]);
  const { dependencies, peerDependencies } = manifest();
  Object.keys({ ...dependencies, ...peerDependencies }).forEach(link);
}

function link(name: string): void {
  const path = join(project, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules', name), path, 'junction');
}

const manifest = () =>
  JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Record<
    'dependencies' | 'peerDependencies',
    Record<string, string>
  >;

/** The files that end up in a bundle of a few lines, and its text. */
async function bundle(contents: string, options: BuildOptions): Promise<{ inputs: readonly string[]; text: string }> {
  const stdin = { contents, resolveDir: project };
  const result = await build({ ...options, stdin, bundle: true, write: false, metafile: true, minify: true });
  const output = Object.values(result.metafile.outputs)[0];
  const inputs = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  return { inputs: inputs.map(([name]) => name), text: result.outputFiles[0]?.text ?? '' };
}

const everything = `import * as api from 'opencode-rx'; console.log(api);`;

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'opencode-rx-package-'));
  write('package.json', '{}');
  install();
}, 300_000);

afterAll(() => {
  rmSync(project, { recursive: true, force: true });
});

describe('the packed package', () => {
  it.each([
    ['opencode-rx', 'OpencodeClient'],
    ['opencode-rx/angular', 'injectOpencode,provideOpencode'],
    ['opencode-rx/testing', 'ScriptedOpencode'],
  ])('gives the same names to import and to require: %s', (entry, some) => {
    write('esm.mjs', `import * as api from '${entry}'; console.log(Object.keys(api).sort().join());`);
    write('cjs.cjs', `console.log(Object.keys(require('${entry}')).sort().join());`);
    const names = run(process.execPath, ['esm.mjs']);
    expect(names).toContain(some);
    expect(run(process.execPath, ['cjs.cjs'])).toBe(names);
  });

  it.each([
    ['import', `import { OpencodeClient } from 'opencode-rx';`, 'mjs'],
    ['require', `const { OpencodeClient } = require('opencode-rx');`, 'cjs'],
  ])('finds its fetch in Node by %s', (_, line, ending) => {
    const call = `new OpencodeClient({ baseUrl: 'http://127.0.0.1:9' }).health()`;
    write(`call.${ending}`, `${line} ${call}.subscribe({ error: error => console.log(error.name) });`);
    expect(run(process.execPath, [`call.${ending}`]).trim()).toBe('ConnectionError');
  });

  it('holds only what is published', () => {
    expect(readdirSync(join(project, 'node_modules', 'opencode-rx')).sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist',
      'package.json',
    ]);
  });

  it('has of each module a program and its declarations, in two forms, and nothing that is for us', () => {
    const modules = filesOf(join(ROOT, 'lib')).filter(name => name.endsWith('.ts'));
    const forms = ['cjs', 'esm'].flatMap(form => modules.map(name => `${form}/${name.slice(0, -3)}`));
    const promised = forms.flatMap(path => [`${path}.js`, `${path}.d.ts`]);
    const dist = filesOf(join(project, 'node_modules', 'opencode-rx', 'dist'));
    expect(dist.sort()).toEqual([...promised, 'cjs/package.json'].sort());
  });
});

describe('a bundle', () => {
  const source = (name: string) => expect.stringContaining(name) as string;

  it.each(['import', 'require'])("for a browser has the page's fetch (%s)", async way => {
    const line = way === 'import' ? everything : `console.log(require('opencode-rx'));`;
    const { inputs } = await bundle(line, { platform: 'browser', format: way === 'import' ? 'esm' : 'iife' });
    expect(inputs).toContainEqual(source('transport/fetch-browser.js'));
    expect(inputs).not.toContainEqual(source('cross-fetch'));
    expect(inputs).not.toContainEqual(source('transport/fetch-node.js'));
  });

  it('for Node has cross-fetch', async () => {
    const { inputs } = await bundle(everything, { platform: 'node', format: 'esm' });
    expect(inputs).toContainEqual(source('cross-fetch'));
    expect(inputs).not.toContainEqual(source('transport/fetch-browser.js'));
  });

  it('runs under a strict content security policy', async () => {
    const { text } = await bundle(everything, { platform: 'browser', format: 'esm' });
    expect(text).not.toMatch(/\beval\(|\bnew Function\b/);
  });

  it('for a browser may be one of tests, and knows nothing of Node', async () => {
    const line = `import { ScriptedOpencode } from 'opencode-rx/testing'; new ScriptedOpencode().client();`;
    const { inputs, text } = await bundle(line, { platform: 'browser', format: 'esm' });
    expect(inputs).toContainEqual(source('testing/scripted-opencode.js'));
    expect(inputs).not.toContainEqual(source('transport/fetch-node.js'));
    expect(text).not.toMatch(/\b(process|Buffer|require|jest|describe|expect)\b\s*[.(]/);
  });

  it('has nothing of opencode-rx/testing unless it asks for it', async () => {
    const { inputs } = await bundle(everything, { platform: 'browser', format: 'esm' });
    expect(inputs).not.toContainEqual(source('/testing/'));
  });

  it('holds only what is used', async () => {
    const line = `import { extractText } from 'opencode-rx'; console.log(extractText);`;
    const { text, inputs } = await bundle(line, { platform: 'browser', format: 'esm' });
    expect(inputs).not.toContainEqual(source('/rxjs/'));
    expect(inputs).not.toContainEqual(source('/zod/'));
    expect(text.length).toBeLessThan(4_000);
  });
});
