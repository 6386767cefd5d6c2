import type { OpencodeEvent } from './event.js';
import type { SessionStatuses } from './session.js';

/** Whether an event says that its session has come to rest, in the present spelling or the older one. */
export const isRest = (event: OpencodeEvent): boolean =>
  event.type === 'session.idle' || (event.type === 'session.status' && event.properties.status.type === 'idle');

/** Whether a session works; one that waits for a human does (`lib/wire/PROTOCOL.md` § 4.11). */
export const isAtWork = (statuses: SessionStatuses, sessionID: string): boolean =>
  Object.hasOwn(statuses, sessionID) && statuses[sessionID]?.type !== 'idle';

/**
 * Whether somebody waits for the answer to a request: those of an aborted turn stay in the server's lists
 * (`lib/wire/PROTOCOL.md` § 5.4).
 */
export const isAwaited = (statuses: SessionStatuses, { sessionID }: { readonly sessionID?: string }): boolean =>
  sessionID === undefined || isAtWork(statuses, sessionID);
