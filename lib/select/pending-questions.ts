import type { OperatorFunction } from 'rxjs';
import type { QuestionRequest } from '../wire/index.js';
import type { EventLike } from './reply-steps.js';
import { selectQuestions } from './selected.js';
import { toReplyState } from './to-reply-state.js';

/**
 * The questions that wait for a human: now (none, before the first event), and after each change.
 *
 * Completes and errors with the source; unsubscribing unsubscribes from it.
 */
export const pendingQuestions = (): OperatorFunction<EventLike, readonly QuestionRequest[]> => source =>
  source.pipe(toReplyState(), selectQuestions());
