'use strict';

// Node's environment, in which the spec files of a worker can borrow one sandbox, one after the other. It is kept out
// here because what a spec file makes is gone with the file.

const { TestEnvironment } = require('jest-environment-node');

class SharingEnvironment extends TestEnvironment {
  constructor(...given) {
    super(...given);
    this.global.lendSandbox = options => lender().lendSandbox(options);
  }
}

/** Out here nothing makes JavaScript of TypeScript: tsx does, for as long as this loads. */
function lender() {
  const unregister = require('tsx/cjs/api').register();
  try {
    return require('./lend-sandbox.ts');
  } finally {
    unregister();
  }
}

module.exports = SharingEnvironment;
