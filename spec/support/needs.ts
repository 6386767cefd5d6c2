import { isAtLeast } from '../../examples/sandbox/index.js';

/** What not every server has, and the first of the releases tried (`scripts/compat/main.ts`) that has it. */
const SINCE = {
  'events of deltas': '1.2.27',
  'pages of messages': '1.2.27',
  'deleting a message': '1.2.27',
  'words about an unknown agent': '1.3.2',
  'telling of a dropped connection to the provider': '1.15.13',
  'what an aborted answer had said': '1.14.41',
  'metadata of a session': '1.15.13',
  'a 404 for the todos of an unknown session': '1.15.13',
  'a 404 for a question or permission that is settled': '1.15.13',
  'finding files without ripgrep': '1.17.19',
  'a session that keeps to its directory': '1.15.13',
} as const;

/** Something a server may lack, in words for a reader. */
export type Need = keyof typeof SINCE;

/**
 * Ends the spec here unless the server has what the rest of it is about. `npm run compat` tells this from a failure;
 * elsewhere it is one, for the server that npm installs lacks nothing.
 */
export function needs({ version }: { readonly version: string }, need: Need): void {
  if (!isAtLeast(version, SINCE[need])) throw new Error(`OpenCode ${version} lacks: ${need}`);
}
