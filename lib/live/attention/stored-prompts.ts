import { forkJoin, map, of, switchMap, type Observable } from 'rxjs';
import { isThere } from '../../turn/hub/is-there.js';
import type { StoreReader } from '../../turn/hub/store-reader.js';
import { isAwaited, type PermissionRequest, type QuestionRequest, type SessionStatuses } from '../../wire/index.js';

/** What the server's lists say, and which of it is still waited for. */
export interface StoredPrompts {
  readonly questions: readonly QuestionRequest[];
  readonly permissions: readonly PermissionRequest[];
  readonly statuses: SessionStatuses;
}

/**
 * Everything that is listed as waiting for a human, but for what deleted sessions had asked: the server goes on listing
 * that, and the session as busy with it (lib/wire/PROTOCOL.md § 6). Asks once for each session that seems to wait; one
 * that cannot be asked for is believed.
 */
export const readPrompts = (store: StoreReader): Observable<StoredPrompts> =>
  forkJoin({ questions: store.questions(), permissions: store.permissions(), statuses: store.statuses() }).pipe(
    switchMap(lists => withoutOrphans(store, lists)),
  );

function withoutOrphans(store: StoreReader, lists: StoredPrompts): Observable<StoredPrompts> {
  const waiting = [...lists.questions, ...lists.permissions].filter(request => isAwaited(lists.statuses, request));
  const owners = [...new Set(waiting.flatMap(({ sessionID }) => sessionID ?? []))];
  if (owners.length === 0) return of(lists);
  return forkJoin(owners.map(owner => isThere(store, owner))).pipe(
    map(there => without(lists, new Set(owners.filter((_owner, at) => there[at] === false)))),
  );
}

function without({ questions, permissions, statuses }: StoredPrompts, gone: ReadonlySet<string>): StoredPrompts {
  const isOwned = ({ sessionID = '' }: { readonly sessionID?: string | undefined }): boolean => !gone.has(sessionID);
  return { questions: questions.filter(isOwned), permissions: permissions.filter(isOwned), statuses };
}
