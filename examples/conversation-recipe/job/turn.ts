import { catchError, concatMap, defer, EMPTY, filter, throwError, type Observable } from 'rxjs';
import { SessionNotFoundError, StaleSessionError, type Reply } from 'opencode-rx';
import { stubborn } from '../db/stubborn.js';
import { figures, serverOf, type Recipe } from '../recipe.js';
import type { Job } from './hold.js';
import { promptOf, type Prompt } from './prompt.js';
import { replaceSession } from './replace-session.js';

/**
 * The turn of a job: sent now, or gone on with when it was sent before, whoever did. Under a session that is lost it
 * begins once more in a new one. Completes at once when the job was cancelled before anything was sent.
 */
export const turnOf = (recipe: Recipe, job: Job): Observable<Reply> =>
  defer(() => stubborn(() => promptOf(recipe, job))).pipe(
    concatMap(prompt => (prompt === undefined ? EMPTY : answered(recipe, job, prompt))),
  );

const answered = (recipe: Recipe, job: Job, prompt: Prompt): Observable<Reply> =>
  followed(recipe, prompt).pipe(
    // What was stored by a worker before us stands until something was heard.
    filter(({ status }) => status !== 'waiting'),
    catchError((error: unknown) =>
      isLost(error) && !prompt.isCancelled ? inAnotherSession(recipe, job, prompt, error) : throwError(() => error),
    ),
  );

function followed(recipe: Recipe, { server, sessionId, messageId, text, isCancelled }: Prompt): Observable<Reply> {
  const client = serverOf(recipe, server);
  const { follow } = figures(recipe);
  return isCancelled
    ? client.attach(sessionId, { ...follow, messageID: messageId })
    : client.stream(sessionId, text, { ...follow, messageID: messageId });
}

const isLost = (error: unknown): error is Error =>
  error instanceof SessionNotFoundError || error instanceof StaleSessionError;

const inAnotherSession = (recipe: Recipe, job: Job, { sessionId }: Prompt, error: Error): Observable<Reply> =>
  stubborn(() => replaceSession(recipe, job, sessionId)).pipe(
    concatMap(isReplaced => (isReplaced ? turnOf(recipe, job) : throwError(() => error))),
  );
