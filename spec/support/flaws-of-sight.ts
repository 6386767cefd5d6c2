import { isDeepStrictEqual } from 'node:util';
import type { Reply } from '../../lib/reply/reply.js';
import { partsIn } from './stored.js';
import type { Store } from '../../lib/testing/world/store.js';

/** What a snapshot, taken when all was heard and nothing is under way, has otherwise than the store; in words. */
export function flawsOfSight(
  reply: Reply,
  store: Store,
  { sessionID, messageID }: { readonly sessionID: string; readonly messageID: string },
): readonly string[] {
  const answers = store
    .messages(sessionID)
    .filter(({ info }) => info.role === 'assistant' && info.parentID === messageID);
  const ids = (things: readonly { readonly id: string }[]): readonly string[] => things.map(({ id }) => id);
  return [
    ...unlike('parts', reply.parts.map(progress), partsIn(answers).map(progress)),
    ...unlike('questions', ids(reply.pendingQuestions), ids(awaited(store, store.questions))),
    ...unlike('permissions', ids(reply.pendingPermissions), ids(awaited(store, store.permissions))),
    ...unlike('todos', reply.todos, store.todos(sessionID)),
  ];
}

/** What was asked by a session that came to rest since is in the lists, but nobody waits for it. */
const awaited = <T extends { readonly sessionID?: string }>(
  { statuses }: Store,
  requests: readonly T[],
): readonly T[] => requests.filter(({ sessionID }) => sessionID === undefined || sessionID in statuses);

const progress = (part: { readonly id: string; readonly status?: string }): unknown => ({
  id: part.id,
  at: part.status,
});

const unlike = (what: string, shown: unknown, stored: unknown): readonly string[] =>
  isDeepStrictEqual(shown, stored)
    ? []
    : [`${what} ${JSON.stringify(shown)} where the store had ${JSON.stringify(stored)}`];
