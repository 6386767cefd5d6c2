import { distinctUntilChanged, map, type OperatorFunction } from 'rxjs';
import type { Reply } from '../reply/reply.js';
import { replySteps, type EventLike } from './reply-steps.js';

/**
 * Folds events into snapshots of one reply, one after every visible change.
 *
 * First value: with the first event that shows. Completes and errors with the source, never by itself: a reply that has
 * ended may go on. Unsubscribing unsubscribes from the source.
 */
export const toReply = (): OperatorFunction<EventLike, Reply> => source =>
  source.pipe(
    replySteps(),
    map(({ reply }) => reply),
    distinctUntilChanged(),
  );
