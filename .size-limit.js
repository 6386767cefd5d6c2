// What the built package adds to a bundle for a browser, in bytes after minifying and gzip. Each limit is what it weighs
// today, rounded up: it may be lowered with a change that saves something, and raised with a reason.

/** As a bundler for a browser sees the package: by its ESM entry, `#fetch` by the condition `browser`. */
const forBrowsers = config => ({
  ...config,
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  tsconfigRaw: {}, // ours would send a bundler to lib/
});

const entry = (name, limit, options) => ({
  name,
  limit,
  path: 'dist/esm/index.js',
  gzip: true,
  modifyEsbuildConfig: forBrowsers,
  ignore: ['rxjs'],
  ...options,
});

export default [
  entry('{ sse }', '5.3 kB', { import: '{ sse }' }),
  entry('{ toReply }', '16.7 kB', { import: '{ toReply }' }),
  entry('{ OpencodeClient }', '49.9 kB', { import: '{ OpencodeClient }' }),
  entry('everything but rxjs', '55.1 kB'),
  entry('of it ours', '43 kB', {
    modifyEsbuildConfig: config => ({ ...forBrowsers(config), packages: 'external' }),
  }),
];
