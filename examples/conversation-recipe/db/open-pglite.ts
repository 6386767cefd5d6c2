import { resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { drizzleConfig } from './drizzle-config.js';
import { lockFolder } from './folder-lock.js';
import { migrationsFolder } from './migrations-folder.cjs';
import type { OpenDatabase } from './database.js';

/** Opens a PGlite in a folder, or in memory. Rejects when another process has the folder open. */
export async function openPglite(folder: string | undefined): Promise<OpenDatabase> {
  if (folder === undefined) return open('memory://', () => undefined);
  const path = resolve(folder);
  const unlock = await lockFolder(path);
  try {
    return await open(path, unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function open(path: string, unlock: () => unknown): Promise<OpenDatabase> {
  const client = await PGlite.create(path);
  const db = drizzle({ client, ...drizzleConfig });
  await migrate(db, { migrationsFolder });
  return { db, close: () => client.close().finally(unlock) };
}
