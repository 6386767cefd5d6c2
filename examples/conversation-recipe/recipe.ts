import type { FollowOptions, OpencodeClient } from 'opencode-rx';
import type { Database } from './db/open-database.js';

/** What everything here works with. */
export interface Recipe {
  readonly db: Database;
  /** The OpenCode servers by name; a conversation stays with the one it began on. */
  readonly servers: ReadonlyMap<string, OpencodeClient>;
  /** How turns are followed: deadlines, and who answers questions and permissions. @defaultValue nobody: they are rejected */
  readonly follow?: FollowOptions;
  /** Milliseconds between two writes of a reply that grows. @defaultValue 500 */
  readonly writeEvery?: number;
  /** Milliseconds until a worker that was not heard of counts as dead. @defaultValue 30 000 */
  readonly lease?: number;
}

/** The server of that name. Throws where this process does not know it. */
export function serverOf({ servers }: Recipe, name: string): OpencodeClient {
  const client = servers.get(name);
  if (client === undefined)
    throw new Error(`no OpenCode server is called ${name} here: add it to the recipe's servers`);
  return client;
}

export const leaseOf = ({ lease = 30_000 }: Recipe): number => lease;
