const { transformSync } = require('esbuild');

/** Makes CommonJS of a package that comes as ES modules only, for jest. */
module.exports = {
  process: (source, sourcefile) =>
    transformSync(source, { format: 'cjs', target: 'node20', sourcefile, sourcemap: 'inline' }),
};
