import { asyncScheduler, startWith, type OperatorFunction } from 'rxjs';
import { initialState } from '../reply/fold/state.js';
import type { Reply } from '../reply/reply.js';
import type { EventLike } from './reply-steps.js';
import { toReply } from './to-reply.js';

/** The reply as state: the empty one at once, then as {@link toReply}. */
export const toReplyState = (): OperatorFunction<EventLike, Reply> => source =>
  source.pipe(toReply(), startWith(initialState({ now: () => asyncScheduler.now() }).reply));
