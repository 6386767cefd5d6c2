import type { OperatorFunction } from 'rxjs';
import type { ToolReplyPart } from '../reply/reply-part.js';
import { replySteps, type EventLike } from './reply-steps.js';
import { selectToolParts, selectTransitions } from './selected.js';

/**
 * Every tool part of the events, when it opens and whenever it advances.
 *
 * News, never replayed. Completes and errors with the source; unsubscribing unsubscribes from it.
 */
export const toolParts = (): OperatorFunction<EventLike, ToolReplyPart> => source =>
  source.pipe(replySteps(), selectTransitions(), selectToolParts());
