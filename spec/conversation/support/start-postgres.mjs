// jest's globalSetup, which resolves no TypeScript imports by itself: hence a plain module that loads them by tsx.
import { tsImport } from 'tsx/esm/api';

/** A PostgreSQL for the whole run, unless DATABASE_URL names one. */
export default async function startPostgres() {
  process.env.SPEC_POSTGRES = process.env.DATABASE_URL || (await startCluster());
}

async function startCluster() {
  const { Cluster } = await tsImport('./cluster.ts', import.meta.url);
  globalThis.cluster = await Cluster.start();
  return globalThis.cluster.url;
}
