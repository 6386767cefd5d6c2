import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Pool, type PoolClient } from 'pg';
import { drizzleConfig } from './drizzle-config.js';
import { migrationsFolder } from './migrations-folder.cjs';
import type { OpenDatabase } from './database.js';

/** The number of an advisory lock: several processes that start at once make the tables once. */
const MIGRATING = 5_173_001;

const EXAMPLE = 'postgres://USER:PASSWORD@HOST:5432/NAME';

/** Opens a PostgreSQL through a pool of connections. Rejects with what went wrong and where, not with the password. */
export async function openPostgres(url: string, patience: number): Promise<OpenDatabase> {
  const place = placeOf(url);
  const pool = poolOf(url, patience);
  try {
    await bringUpToDate(pool);
  } catch (error) {
    await pool.end();
    throw new Error(`the PostgreSQL at ${place} cannot be opened: ${reasonOf(error)}`, { cause: error });
  }
  return { db: drizzle({ client: pool, ...drizzleConfig }), close: () => pool.end() };
}

/** What Node says of a bad URL quotes it, password and all. */
function placeOf(url: string): string {
  const { protocol, host, pathname } = URL.canParse(url) ? new URL(url) : { protocol: '', host: '', pathname: '' };
  if (!/^postgres(?:ql)?:$/.test(protocol)) throw new Error(`the database's URL must be like ${EXAMPLE}`);
  return `${host}${pathname}`;
}

function poolOf(url: string, patience: number): Pool {
  const pool = new Pool({
    connectionString: url,
    connectionTimeoutMillis: patience,
    query_timeout: patience,
    keepAlive: true,
  });
  // A connection that breaks while nothing is asked of it fails the next query, or is replaced; without listeners, to
  // those in the pool and to those taken out of it, it would end the process.
  pool.on('error', () => undefined).on('connect', client => client.on('error', () => undefined));
  return pool.on('release', (_, client) => closeUnlessReady(client));
}

/** A connection whose last query was given up is still waiting for it, and so would whoever had it next. */
function closeUnlessReady(client: PoolClient & { readonly readyForQuery?: boolean }): void {
  if (!client.readyForQuery) void client.end();
}

async function bringUpToDate(pool: Pool): Promise<void> {
  const connection = await pool.connect();
  try {
    await connection.query('select pg_advisory_lock($1)', [MIGRATING]);
    await migrate(drizzle({ client: connection, ...drizzleConfig }), { migrationsFolder });
  } finally {
    connection.release(true); // and its lock with it
  }
}

function reasonOf(error: unknown): string {
  const { message, code, cause } = error as NodeJS.ErrnoException;
  if (cause !== undefined) return reasonOf(cause);
  return message || String(code);
}
