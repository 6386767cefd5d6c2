// Builds dist/esm and dist/cjs from lib/.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cjs = join(root, 'dist', 'cjs');
const fetchNode = join(cjs, 'transport', 'fetch-node.js');
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

function compile(project) {
  execFileSync(process.execPath, [tsc, '-p', project], { cwd: root, stdio: 'inherit' });
}

/**
 * dist/cjs needs a package.json of its own to be CommonJS, and with it loses the `#fetch` of the package's: `imports`
 * in a nested package.json work in Node but not everywhere. So its files name the file, and bundlers for a browser swap
 * it by the older `browser` field.
 */
function finishCjs() {
  readdirSync(cjs, { recursive: true })
    .filter(name => name.endsWith('.js'))
    .forEach(name => nameFetchFile(join(cjs, name)));
  const browser = { './transport/fetch-node.js': './transport/fetch-browser.js' };
  const scope = { type: 'commonjs', sideEffects: false, browser };
  writeFileSync(join(cjs, 'package.json'), `${JSON.stringify(scope, null, 2)}\n`);
}

function nameFetchFile(file) {
  const path = relative(dirname(file), fetchNode).split(sep).join('/');
  const source = readFileSync(file, 'utf8');
  writeFileSync(
    file,
    source.replaceAll('require("#fetch")', `require("${path.startsWith('.') ? path : `./${path}`}")`),
  );
}

rmSync(join(root, 'dist'), { recursive: true, force: true });
compile('tsconfig.lib.json');
compile('tsconfig.cjs.json');
finishCjs();
