import type { Observable } from 'rxjs';
import * as z from 'zod/mini';
import type { HttpContext } from '../transport/http.js';
import { list, questionCheck, type QuestionAnswers, type QuestionRequest } from '../wire/index.js';
import { plainCall, yes, type CallOptions } from './call.js';
import { checkArgument, segment } from './input.js';

/** The questions of the directory that wait for a human, those of child sessions too. */
export function listQuestions(http: HttpContext, options?: CallOptions): Observable<readonly QuestionRequest[]> {
  return plainCall(http, 'listQuestions', { method: 'GET', path: '/question', options }, list(questionCheck));
}

/**
 * Answers a request: for each of its questions the labels chosen, or own words. `PromptNotFoundError` when it is gone,
 * or of another directory (`lib/wire/PROTOCOL.md` § 5.3).
 */
export function replyQuestion(
  http: HttpContext,
  requestID: string,
  answers: QuestionAnswers,
  options?: CallOptions,
): Observable<boolean> {
  const path = questionPath('replyQuestion', requestID, 'reply');
  checkArgument('replyQuestion', 'answers', z.array(z.array(z.string())), answers);
  return plainCall(http, 'replyQuestion', { method: 'POST', path, body: { answers }, options }, yes);
}

/** Refuses to answer, which ends the turn. Errors as {@link replyQuestion}. */
export function rejectQuestion(http: HttpContext, requestID: string, options?: CallOptions): Observable<boolean> {
  const path = questionPath('rejectQuestion', requestID, 'reject');
  return plainCall(http, 'rejectQuestion', { method: 'POST', path, options }, yes);
}

function questionPath(method: string, requestID: string, verb: string): string {
  return `/question/${segment(method, 'requestID', requestID)}/${verb}`;
}
