import {
  catchError,
  concatMap,
  defer,
  distinctUntilChanged,
  EMPTY,
  filter,
  from,
  ignoreElements,
  map,
  mergeMap,
  share,
  startWith,
  take,
  takeUntil,
  throwError,
  type Observable,
} from 'rxjs';
import { PromptNotFoundError } from '../errors.js';
import type { PendingPermission, PendingPrompt, PendingQuestion, Prompts } from '../reply/prompts.js';
import type { Step } from '../reply/transition.js';
import { rejectQuestion, replyPermission, replyQuestion } from '../rest/index.js';
import type { Turn } from './turn.js';

/**
 * Asks the handlers for an answer to each question and permission, once per run, and sends it. Emits nothing; errors
 * with what a handler or a reply errors with. A prompt that was settled elsewhere meanwhile is let go.
 */
export const answerPrompts = (turn: Turn, steps$: Observable<Step>): Observable<never> => {
  const { onQuestion, onPermission } = turn.plan.options;
  if (onQuestion === undefined && onPermission === undefined) return EMPTY;
  return defer(() => {
    const prompts$ = steps$.pipe(
      map(({ reply }) => reply.prompts),
      startWith(turn.reply.prompts),
      distinctUntilChanged(),
      share(),
    );
    const asked = new Set<string>();
    return prompts$.pipe(
      concatMap(({ pending }) => from(pending.filter(({ request }) => !asked.has(request.id)))),
      mergeMap(prompt => {
        asked.add(prompt.request.id);
        return answer(turn, prompt, isSettled(prompts$, prompt));
      }),
      ignoreElements(),
    );
  });
};

const isSettled = (prompts$: Observable<Prompts>, { request }: PendingPrompt): Observable<Prompts> =>
  prompts$.pipe(filter(prompts => prompts.find(request.id) === undefined));

const answer = (turn: Turn, prompt: PendingPrompt, settled$: Observable<unknown>): Observable<unknown> =>
  (prompt.kind === 'question' ? answerQuestion(turn, prompt, settled$) : decide(turn, prompt, settled$)).pipe(
    catchError((error: unknown) => (error instanceof PromptNotFoundError ? EMPTY : throwError(() => error))),
  );

function answerQuestion(turn: Turn, { request }: PendingQuestion, settled$: Observable<unknown>): Observable<unknown> {
  const { onQuestion } = turn.plan.options;
  if (onQuestion === undefined) return EMPTY;
  return defer(() => onQuestion(request)).pipe(
    take(1),
    takeUntil(settled$),
    concatMap(answers => {
      const { http } = turn.plan.hub;
      return answers == null ? rejectQuestion(http, request.id) : replyQuestion(http, request.id, answers);
    }),
  );
}

function decide(turn: Turn, { request }: PendingPermission, settled$: Observable<unknown>): Observable<unknown> {
  const { onPermission } = turn.plan.options;
  if (onPermission === undefined) return EMPTY;
  return defer(() => onPermission(request)).pipe(
    take(1),
    takeUntil(settled$),
    concatMap(decision => {
      const { reply, message } = typeof decision === 'string' ? { reply: decision } : (decision ?? { reply: 'reject' });
      return replyPermission(turn.plan.hub.http, request.id, reply, message === undefined ? {} : { message });
    }),
  );
}
