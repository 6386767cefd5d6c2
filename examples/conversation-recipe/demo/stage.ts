import type { OpencodeClient } from 'opencode-rx';
import type { Sandbox } from '../../sandbox/index.js';
import { openDatabase } from '../db/open-database.js';
import type { Recipe } from '../recipe.js';

/** Milliseconds until a worker of the demo that was killed counts as dead. */
const LEASE = 3000;

/** Where the demo plays. */
export interface Stage {
  readonly sandbox: Sandbox;
  readonly client: OpencodeClient;
  /** The server's name in the rows: another run on the same database has another. */
  readonly server: string;
  /** PGlite's, where no `DATABASE_URL` names a PostgreSQL. */
  readonly folder: string;
}

/** Opens the database for a while: PGlite's folder is for one process at a time. */
export async function withRecipe<T>(
  { client, server, folder }: Stage,
  use: (recipe: Recipe) => Promise<T>,
): Promise<T> {
  const { db, close } = await openDatabase({ folder });
  try {
    return await use({ db, servers: new Map([[server, client]]), follow: { onPermission: () => ['once'] } });
  } finally {
    await close();
  }
}

/** What a worker in another process has to know of the stage. */
export function environmentOf({ sandbox, server, folder }: Stage): Readonly<Record<string, string>> {
  const url = Object.assign(new URL(sandbox.url), { username: sandbox.username, password: sandbox.password });
  return { OPENCODE_SERVERS: `${server}=${url.href}`, PGLITE_FOLDER: folder, LEASE: String(LEASE) };
}
