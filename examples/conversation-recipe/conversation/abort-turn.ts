import { eq } from 'drizzle-orm';
import { catchError, concatMap, defaultIfEmpty, defer, EMPTY, throwError, type Observable } from 'rxjs';
import { OpencodeError } from 'opencode-rx';
import type { Queries } from '../db/database.js';
import { conversations, messages } from '../db/schema.js';
import type { Recipe } from '../recipe.js';

/**
 * Tells the server to stop the agent that answers a message, if its prompt was sent. One value, whether or not the server
 * could be told in so many milliseconds: else the turn goes on there. Errors when the database does.
 */
export const abortTurn = ({ servers }: Recipe, db: Queries, messageId: number, timeout = 5000): Observable<boolean> =>
  defer(() =>
    db
      .select({ server: conversations.server, sessionId: messages.sessionId })
      .from(messages)
      .innerJoin(conversations, eq(conversations.id, messages.conversationId))
      .where(eq(messages.id, messageId)),
  ).pipe(
    concatMap(([turn]) => {
      const client = turn && servers.get(turn.server);
      return client && turn.sessionId ? client.abortSession(turn.sessionId, { timeout }) : EMPTY;
    }),
    catchError((error: unknown) => (error instanceof OpencodeError ? EMPTY : throwError(() => error))),
    defaultIfEmpty(false),
  );
