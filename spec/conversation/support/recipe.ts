import type { Sandbox } from '../../../examples/sandbox/index.js';
import type { Recipe } from '../../../examples/conversation-recipe/recipe.js';
import { OpencodeClient } from '../../../lib/index.js';
import type { SpecDatabase } from './database.js';

/** The recipe on a sandbox, whose name is `main`, and a database; call the answer for it. */
export function useRecipe(
  sandbox: () => Sandbox,
  database: SpecDatabase,
  more: Omit<Recipe, 'db' | 'servers'> = {},
): () => Recipe {
  let client: OpencodeClient | undefined;
  afterAll(() => client?.close());
  return () => {
    client ??= clientOf(sandbox());
    return { db: database.db, servers: new Map([['main', client]]), ...more };
  };
}

/** A client that is let in. */
export const clientOf = ({ url, username, password }: Sandbox): OpencodeClient =>
  new OpencodeClient({ baseUrl: url, username, password });
