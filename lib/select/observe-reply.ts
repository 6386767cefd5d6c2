import { distinctUntilChanged, map, tap, type OperatorFunction } from 'rxjs';
import { notifyObserver, type ReplyObserver } from '../reply/observer.js';
import type { Reply } from '../reply/reply.js';
import { replySteps, type EventLike } from './reply-steps.js';

/**
 * Folds events into snapshots, as {@link toReply}, and calls the observer for every transition on the way.
 *
 * What the observer throws errors the stream. Completes and errors with the source; unsubscribing unsubscribes from it.
 */
export const observeReply =
  (observer: ReplyObserver): OperatorFunction<EventLike, Reply> =>
  source =>
    source.pipe(
      replySteps(),
      tap(({ transition }) => {
        if (transition) notifyObserver(observer, transition);
      }),
      map(({ reply }) => reply),
      distinctUntilChanged(),
    );
