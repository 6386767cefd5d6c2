import { randomUUID } from 'node:crypto';
import { env } from 'node:process';
import { setFlagsFromString } from 'node:v8';
import type { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { Client } from 'pg';
import { firstValueFrom } from 'rxjs';
import type { Database } from '../../../examples/conversation-recipe/db/database.js';
import { openDatabase } from '../../../examples/conversation-recipe/db/open-database.js';
import { stubborn } from '../../../examples/conversation-recipe/db/stubborn.js';
import type { Line } from './line.js';
import { PgliteLine } from './pglite-line.js';
import { PostgresLine } from './postgres-line.js';

/** The PostgreSQL of `npm run test:postgres`; elsewhere undefined. */
export const POSTGRES = env['SPEC_POSTGRES'];

/** Milliseconds until a database is there, on a busy machine. */
const BOOT = 90_000;

/** The database of a spec file, and the way to it. */
export interface SpecDatabase extends Line {
  readonly db: Database;
  /** How another process connects to it; `undefined` for PGlite, which nobody else can. */
  readonly url: string | undefined;
}

interface Opened extends Omit<SpecDatabase, keyof Line> {
  readonly line: Line;
  readonly remove: () => Promise<void>;
}

/**
 * One database for a spec file, there and with empty tables before each spec: PGlite in memory, or a new one on the
 * PostgreSQL that the suite runs on.
 */
export function useDatabase(): SpecDatabase {
  let opened: Opened | undefined;
  const now = (): Opened => {
    if (opened === undefined) throw new Error('The database is not open');
    return opened;
  };
  beforeAll(async () => {
    opened = await (POSTGRES ? openOn(POSTGRES) : openEmbedded());
  }, BOOT);
  beforeEach(async () => {
    await now().line.comeBack();
    await emptyTables(now().db);
  });
  afterAll(() => opened?.remove(), BOOT);
  return {
    get db() {
      return now().db;
    },
    get url() {
      return now().url;
    },
    goAway: () => now().line.goAway(),
    comeBack: () => now().line.comeBack(),
    loseAnswer: statement => now().line.loseAnswer(statement),
  };
}

async function openEmbedded(): Promise<Opened> {
  // A better compiled PGlite would take longer to compile than it is used here.
  setFlagsFromString('--liftoff-only');
  const { db, close } = await openDatabase({ url: '' });
  const { $client } = db as Database & { $client: PGlite };
  return { db, url: undefined, line: new PgliteLine($client), remove: close };
}

async function openOn(cluster: string): Promise<Opened> {
  const name = `spec_${randomUUID()}`;
  const { host, port } = new Client(cluster);
  const line = new PostgresLine(host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port });
  await line.comeBack();
  const url = urlOf(cluster, name, line.port);
  await administer(cluster, `create database "${name}"`);
  const { db, close } = await openDatabase({ url });
  const remove = async (): Promise<void> => {
    await close();
    await line.goAway();
    await administer(cluster, `drop database if exists "${name}" with (force)`);
  };
  return { db, url, line, remove };
}

/** What broke before may still be found in the pool. */
const emptyTables = (db: Database): Promise<unknown> =>
  firstValueFrom(stubborn(() => db.execute(sql`truncate conversations, messages restart identity`)));

function urlOf(cluster: string, name: string, port: number): string {
  const url = new URL(cluster);
  url.searchParams.delete('host');
  url.searchParams.delete('port');
  return Object.assign(url, { hostname: '127.0.0.1', port: String(port), pathname: name }).href;
}

async function administer(cluster: string, statement: string): Promise<void> {
  const client = new Client(cluster);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
