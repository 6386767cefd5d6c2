/**
 * Its types are checked by `npm run types`, not each time jest starts.
 *
 * @jest-config-loader-options {"transpileOnly": true, "project": "tsconfig.jest.json"}
 */
import type { Config } from 'jest';

/** The dashboard's production build in a real browser; built once, before the first spec. */
const config: Config = {
  testEnvironment: 'node',
  // A browser and a server are as much as two cores can do at once.
  maxWorkers: 1,
  roots: ['<rootDir>/spec/browser'],
  testMatch: ['**/*.spec.ts'],
  globalSetup: '<rootDir>/spec/browser/support/build-once.mjs',
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.jest.json' }] },
};

export default config;
