import { of } from 'rxjs';
import type { FollowOptions, OpencodeClient } from 'opencode-rx';
import type { Database } from './db/database.js';

/** What everything here works with. */
export interface Recipe {
  readonly db: Database;
  /** The OpenCode servers by name; a conversation stays with the one it began on. */
  readonly servers: ReadonlyMap<string, OpencodeClient>;
  /**
   * How turns are followed: their deadlines, and who answers their questions and permissions. A handler that gives
   * nothing (`EMPTY`) leaves them to somebody else, at a dashboard for instance.
   * @defaultValue nobody is there to answer: each is rejected
   */
  readonly follow?: Omit<FollowOptions, 'abortOnUnsubscribe'>;
  /**
   * Milliseconds between two writes of a reply that grows.
   * @defaultValue 500
   */
  readonly writeEvery?: number;
  /**
   * Milliseconds until a worker that was not heard of counts as dead. Longer than a prompt needs from the post to the
   * server's store (some seconds), and than a worker may be held up.
   * @defaultValue 30 000
   */
  readonly lease?: number;
  /**
   * Milliseconds that a cancelled turn has for its last words; then it is told again, later.
   * @defaultValue 10 000
   */
  readonly lastWords?: number;
  /**
   * How often a reply is begun or gone on with, while its server is away or its workers die, before it is `errored`.
   * @defaultValue 10
   */
  readonly maxAttempts?: number;
}

const unattended: FollowOptions = { onPermission: () => of('reject'), onQuestion: () => of(null) };

/** The recipe's figures with their defaults in place. */
export const figures = ({
  follow,
  writeEvery = 500,
  lease = 30_000,
  lastWords = 10_000,
  maxAttempts = 10,
}: Recipe) => ({
  follow: { ...unattended, ...follow },
  writeEvery,
  lease,
  lastWords,
  maxAttempts,
});

/** The server of that name. Throws where this process does not know it. */
export function serverOf({ servers }: Recipe, name: string): OpencodeClient {
  const client = servers.get(name);
  if (client === undefined)
    throw new Error(`no OpenCode server is called ${name} here: add it to the recipe's servers`);
  return client;
}
