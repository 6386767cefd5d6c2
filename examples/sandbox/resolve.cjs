'use strict';

// CommonJS on purpose: `require` finds this package's own dependencies, under tsx (ES modules) and jest (CommonJS) alike.

/** The file an id like `package/file` stands for, seen from here. */
exports.resolve = id => require.resolve(id);
