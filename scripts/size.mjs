// Prints what the built package adds to a browser bundle; with --enforce it fails over budget. Run `npm run build` first.
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const entry = fileURLToPath(new URL('../dist/esm/index.js', import.meta.url));

const reports = [
  { name: 'everything but rxjs', limit: 25_000, external: ['rxjs'] },
  { name: 'of it ours', limit: 12_000, packages: 'external' },
];

async function gzipped({ name, limit, ...options }) {
  const bundle = await build({
    entryPoints: [entry],
    ...options,
    bundle: true,
    tsconfigRaw: {}, // ours would send a bundler to lib/
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
  });
  return { name, limit, size: gzipSync(bundle.outputFiles[0].contents, { level: 9 }).length };
}

const sizes = await Promise.all(reports.map(gzipped));
for (const { name, limit, size } of sizes) {
  console.log(
    `${size > limit ? 'OVER' : 'ok  '}  ${name}: ${(size / 1000).toFixed(1)} kB min+gzip of ${limit / 1000} kB`,
  );
}
const isOver = sizes.some(({ size, limit }) => size > limit);
process.exitCode = isOver && process.argv.includes('--enforce') ? 1 : 0;
