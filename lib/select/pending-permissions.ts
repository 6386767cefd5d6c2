import type { OperatorFunction } from 'rxjs';
import type { PermissionRequest } from '../wire/index.js';
import type { EventLike } from './reply-steps.js';
import { selectPermissions } from './selected.js';
import { toReplyState } from './to-reply-state.js';

/**
 * The permissions that wait for a human: now (none, before the first event), and after each change.
 *
 * Completes and errors with the source; unsubscribing unsubscribes from it.
 */
export const pendingPermissions = (): OperatorFunction<EventLike, readonly PermissionRequest[]> => source =>
  source.pipe(toReplyState(), selectPermissions());
