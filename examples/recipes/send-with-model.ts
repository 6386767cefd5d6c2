import { concatMap, withLatestFrom, type Observable } from 'rxjs';
import type { Reply, SessionView } from 'opencode-rx';

/** Sends each text that is submitted, one after the other, with the model that is chosen at that moment. */
export const replies = (
  view: SessionView,
  submit$: Observable<string>,
  model$: Observable<string>,
): Observable<Reply> =>
  submit$.pipe(
    withLatestFrom(model$),
    concatMap(([text, model]) => view.stream(text, { model })),
  );
