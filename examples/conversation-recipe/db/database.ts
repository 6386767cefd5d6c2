import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type * as schema from './schema.js';

/** The two tables, whichever driver is under them. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

/** A database, or a transaction on it. */
export type Queries = Pick<Database, 'select' | 'insert' | 'update'>;

/** A database that is open, and how to close it. */
export interface OpenDatabase {
  readonly db: Database;
  readonly close: () => Promise<void>;
}
