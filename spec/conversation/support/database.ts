import { randomUUID } from 'node:crypto';
import { env } from 'node:process';
import { sql } from 'drizzle-orm';
import { Client } from 'pg';
import {
  openDatabase,
  type Database,
  type OpenDatabase,
} from '../../../examples/conversation-recipe/db/open-database.js';

/** The PostgreSQL of `npm run test:postgres`; elsewhere undefined. */
export const POSTGRES = env['SPEC_POSTGRES'];

/** Milliseconds until a database is there, on a busy machine. */
const BOOT = 90_000;

/** The database of a spec file. */
export interface SpecDatabase {
  readonly db: Database;
  /** How another process connects to it; `undefined` for PGlite, which nobody else can. */
  readonly url: string | undefined;
}

/**
 * One database for a spec file, with empty tables before each spec: PGlite in memory, or a new one on the PostgreSQL
 * that the suite runs on.
 */
export function useDatabase(): SpecDatabase {
  const name = `spec_${randomUUID()}`;
  const url = POSTGRES && urlOf(POSTGRES, name);
  let database: OpenDatabase | undefined;
  const db = (): Database => {
    if (database === undefined) throw new Error('The database is not open');
    return database.db;
  };
  beforeAll(async () => {
    if (url) await administer(`create database "${name}"`);
    database = await openDatabase({ url: url ?? '' });
  }, BOOT);
  beforeEach(() => emptyTables(db()));
  afterAll(async () => {
    await database?.close();
    if (url) await administer(`drop database if exists "${name}" with (force)`);
  }, BOOT);
  return {
    url,
    get db() {
      return db();
    },
  };
}

const emptyTables = async (db: Database): Promise<void> => {
  await db.execute(sql`truncate conversations, messages restart identity`);
};

function urlOf(cluster: string, name: string): string {
  const url = new URL(cluster);
  url.pathname = name;
  return url.href;
}

async function administer(statement: string): Promise<void> {
  const client = new Client(POSTGRES);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
