import type { DatabaseOptions } from '../db/open-database.js';

/**
 * Where a worker's rows are, as the environment says. Throws when it does not: a database in the worker's own memory would
 * be nobody else's, and never have anything to do.
 */
export function databaseOf({ DATABASE_URL: url, PGLITE_FOLDER: folder }: NodeJS.ProcessEnv): DatabaseOptions {
  if (!url && !folder)
    throw new TypeError('DATABASE_URL must be the PostgreSQL that has the conversations (or PGLITE_FOLDER a folder)');
  return { url, folder };
}
