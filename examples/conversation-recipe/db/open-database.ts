import { env } from 'node:process';
import type { PoolClient } from 'pg';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { migrationsFolder } from './migrations-folder.cjs';
import * as schema from './schema.js';

/** The two tables, whichever driver is under them. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

/** A database, or a transaction on it. */
export type Queries = Pick<Database, 'select' | 'insert' | 'update'>;

/** A database that is open, and how to close it. */
export interface OpenDatabase {
  readonly db: Database;
  readonly close: () => Promise<void>;
}

/** Where the rows are. */
export interface DatabaseOptions {
  /** A PostgreSQL to connect to. @defaultValue `DATABASE_URL`; where there is none, PGlite in this process */
  readonly url?: string | undefined;
  /** PGlite's folder, which one process at a time may open. @defaultValue in memory */
  readonly folder?: string | undefined;
  /** Milliseconds that connecting, or a query, may take; after that the database counts as down. @defaultValue 10 000 */
  readonly patience?: number | undefined;
}

/** The number of an advisory lock: several processes that start at once make the tables once. */
const MIGRATING = 5_173_001;

const config = { schema, casing: 'snake_case' } as const;

/** Opens the database and brings its tables up to date. Rejects when it cannot be reached. */
export function openDatabase({
  url = env['DATABASE_URL'],
  folder,
  patience = 10_000,
}: DatabaseOptions = {}): Promise<OpenDatabase> {
  return url ? openPostgres(url, patience) : openPglite(folder);
}

async function openPostgres(url: string, patience: number): Promise<OpenDatabase> {
  const { Pool } = await import('pg');
  const { drizzle } = await import('drizzle-orm/node-postgres');
  const { migrate } = await import('drizzle-orm/node-postgres/migrator');
  const pool = new Pool({
    connectionString: url,
    connectionTimeoutMillis: patience,
    query_timeout: patience,
    keepAlive: true,
  });
  // A connection that breaks while nothing is asked of it fails the next query, or is replaced; without listeners, to
  // those in the pool and to those taken out of it, it would end the process.
  pool.on('error', () => undefined).on('connect', client => client.on('error', () => undefined));
  pool.on('release', (_, client) => closeUnlessReady(client));
  const connection = await pool.connect();
  try {
    await connection.query('select pg_advisory_lock($1)', [MIGRATING]);
    await migrate(drizzle({ client: connection, ...config }), { migrationsFolder });
  } finally {
    connection.release(true); // and its lock with it
  }
  return { db: drizzle({ client: pool, ...config }), close: () => pool.end() };
}

/** A connection whose last query was given up is still waiting for it, and so would whoever had it next. */
function closeUnlessReady(client: PoolClient & { readonly readyForQuery?: boolean }): void {
  if (!client.readyForQuery) void client.end();
}

async function openPglite(folder: string | undefined): Promise<OpenDatabase> {
  const { PGlite } = await import('@electric-sql/pglite');
  const { drizzle } = await import('drizzle-orm/pglite');
  const { migrate } = await import('drizzle-orm/pglite/migrator');
  const client = await PGlite.create(folder ?? 'memory://');
  const db = drizzle({ client, ...config });
  await migrate(db, { migrationsFolder });
  return { db, close: () => client.close() };
}
