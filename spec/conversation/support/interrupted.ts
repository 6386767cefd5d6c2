import type { Recipe } from '../../../examples/conversation-recipe/recipe.js';
import type { Sandbox } from '../../../examples/sandbox/index.js';
import { OpencodeClient } from '../../../lib/index.js';
import type { Fetch } from '../../../lib/transport/http.js';
import { rest, type Server } from '../../support/sandbox.js';

/** The sessions that work. */
export const busy = async (server: Server): Promise<readonly string[]> =>
  Object.keys(await rest<Record<string, unknown>>(server, 'GET', '/session/status'));

/** The recipe on a client whose requests something may happen to. */
export const interrupted = (recipe: Recipe, { url: baseUrl, password }: Sandbox, fetch: Fetch): Recipe => ({
  ...recipe,
  servers: new Map([['main', new OpencodeClient({ baseUrl, password, fetch })]]),
});

/** What a request asks for. */
export const pathOf = (input: Parameters<Fetch>[0]): string =>
  new URL(input instanceof Request ? input.url : input).pathname;
