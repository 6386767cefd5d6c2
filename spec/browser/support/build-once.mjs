// jest's globalSetup, which resolves no TypeScript imports by itself: hence a plain module that loads them by tsx.
import { fileURLToPath } from 'node:url';
import { tsImport } from 'tsx/esm/api';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Looks for a browser, then builds for it, unless DASHBOARD_DIST names a page that is built. */
export default async function buildOnce() {
  const { findBrowser } = await tsImport('./chromium.ts', import.meta.url);
  findBrowser();
  const { buildDashboard } = await tsImport('../../../scripts/dashboard/build-dashboard.ts', import.meta.url);
  process.env.DASHBOARD_DIST ??= await buildDashboard(ROOT, step => console.error(`${step} …`));
}
