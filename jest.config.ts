/**
 * Its types are checked by `npm run types`, not each time jest starts.
 *
 * @jest-config-loader-options {"transpileOnly": true, "project": "tsconfig.jest.json"}
 */
import { availableParallelism } from 'node:os';
import type { Config } from 'jest';

const config: Config = {
  testEnvironment: '<rootDir>/spec/support/shared-sandbox/environment.cjs',
  // The live specs mostly wait: one worker more than there are cores.
  maxWorkers: availableParallelism() + 1,
  roots: ['<rootDir>/spec'],
  testMatch: ['**/*.spec.ts'],
  // Those have a configuration of their own.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/spec/browser/'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^#fetch$': '<rootDir>/lib/transport/fetch-node.ts',
    '^opencode-rx$': '<rootDir>/lib/index.ts',
    '^opencode-rx/angular$': '<rootDir>/lib/angular/index.ts',
    '^opencode-rx/testing$': '<rootDir>/lib/testing/index.ts',
  },
  transform: {
    '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.jest.json' }],
    '^.+\\.mjs$': '<rootDir>/spec/support/esm-to-cjs.cjs',
    '/@electric-sql/.+\\.cjs$': '<rootDir>/spec/support/require-imports.cjs',
  },
  transformIgnorePatterns: ['/node_modules/(?!@angular/|@electric-sql/)'],
};

export default config;
