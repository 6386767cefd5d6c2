import { env } from 'node:process';
import type { OpenDatabase } from './database.js';

/** Where the rows are. */
export interface DatabaseOptions {
  /** A PostgreSQL to connect to. @defaultValue `DATABASE_URL`; where there is none, PGlite in this process */
  readonly url?: string | undefined;
  /** PGlite's folder, which one process at a time may open. @defaultValue in memory */
  readonly folder?: string | undefined;
  /** Milliseconds that connecting, or a query, may take; after that the database counts as down. @defaultValue 10 000 */
  readonly patience?: number | undefined;
}

/** Opens the database and brings its tables up to date. Rejects when it cannot be opened, without secrets. */
export async function openDatabase({
  url = env['DATABASE_URL'],
  folder,
  patience = 10_000,
}: DatabaseOptions = {}): Promise<OpenDatabase> {
  // Only the driver that is used is loaded.
  if (url) return (await import('./open-postgres.js')).openPostgres(url, patience);
  return (await import('./open-pglite.js')).openPglite(folder);
}
