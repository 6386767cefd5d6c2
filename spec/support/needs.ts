import { isAtLeast } from '../../examples/sandbox/index.js';

/** The releases that lack something: from the first (else from the beginning) until one that has it. */
interface Lack {
  readonly from?: string;
  readonly until: string;
}

/**
 * What not every server has. The versions are those of the releases that were tried (`npm run compat`); what was new in
 * the one named may have been new some releases before it.
 */
const LACKS = {
  'a 400 for a shell command of a busy session': { until: '1.15.13' },
  'a 404 for a question or permission that is settled': { until: '1.15.13' },
  'a 404 for the todos of an unknown session': { until: '1.15.13' },
  'a session that keeps to its directory': { until: '1.15.13' },
  'adding permission rules to a session': { until: '1.14.41' },
  'an answer to the unsharing of an unshared session': { until: '1.2.27' },
  'an error where the provider filters': { until: '1.17.19' },
  'deleting a message': { until: '1.2.27' },
  'events of deltas': { until: '1.2.27' },
  'finding files without ripgrep': { until: '1.17.19' },
  'going on after a tool call whatever the reason': { until: '1.14.41' },
  'going on by itself after a summary': { until: '1.2.27' },
  'metadata of a session': { until: '1.15.13' },
  'pages of messages': { until: '1.2.27' },
  'telling of a dropped connection to the provider': { until: '1.15.13' },
  'what an aborted answer had said': { from: '1.2.27', until: '1.14.41' },
  'words about an unknown agent': { until: '1.3.2' },
} as const satisfies Readonly<Record<string, Lack>>;

/** Something a server may lack, in words for a reader. */
export type Need = keyof typeof LACKS;

/**
 * Ends the spec here unless the server has what the rest of it is about. `npm run compat` tells this from a failure;
 * elsewhere it is one, for the server that npm installs lacks nothing.
 */
export function needs({ version }: { readonly version: string }, need: Need): void {
  const { from = '0', until }: Lack = LACKS[need];
  if (isAtLeast(version, from) && !isAtLeast(version, until)) throw new Error(`OpenCode ${version} lacks: ${need}`);
}
