import { catchError, distinct, EMPTY, mergeMap, type Observable } from 'rxjs';
import { PromptNotFoundError, type Attention, type OpencodeClient } from 'opencode-rx';

/**
 * Answers whatever waits for a human in the directory, each thing once: it comes again when its session and tool call
 * have been read. What somebody else has settled meanwhile is let go.
 */
export const answerAll = (
  { attention$ }: OpencodeClient,
  answer: (asked: Attention) => Observable<boolean>,
): Observable<boolean> =>
  attention$.pipe(
    mergeMap(waiting => waiting),
    distinct(({ id }) => id),
    mergeMap(asked =>
      answer(asked).pipe(
        catchError((error: unknown) => {
          if (error instanceof PromptNotFoundError) return EMPTY;
          throw error;
        }),
      ),
    ),
  );
