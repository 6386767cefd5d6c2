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
  type ObservableInput,
} from 'rxjs';
import { PromptNotFoundError } from '../errors.js';
import type { PendingPermission, PendingPrompt, PendingQuestion, Prompts } from '../reply/prompts.js';
import type { Reply } from '../reply/reply.js';
import { rejectQuestion, replyPermission, replyQuestion } from '../rest/index.js';
import type { Turn } from './turn.js';
import type { PermissionAnswer, PermissionDecision } from './turn-options.js';

/**
 * Asks the handlers for an answer to each question and permission, once per run, and sends it. Emits nothing; errors
 * with what a handler or a reply errors with. A prompt that was settled elsewhere meanwhile is let go.
 */
export const answerPrompts = (turn: Turn, replies$: Observable<Reply>): Observable<never> => {
  const { onQuestion, onPermission } = turn.plan.options;
  if (onQuestion === undefined && onPermission === undefined) return EMPTY;
  return defer(() => {
    const prompts$ = replies$.pipe(
      map(({ prompts }) => prompts),
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
  prompt.kind === 'question' ? answerQuestion(turn, prompt, settled$) : decide(turn, prompt, settled$);

function answerQuestion(turn: Turn, { request }: PendingQuestion, settled$: Observable<unknown>): Observable<unknown> {
  const { onQuestion } = turn.plan.options;
  if (onQuestion === undefined) return EMPTY;
  const { http } = turn.plan.hub;
  return ask('onQuestion', () => onQuestion(request), settled$).pipe(
    concatMap(answers =>
      send('onQuestion', () =>
        isNothing(answers) ? rejectQuestion(http, request.id) : replyQuestion(http, request.id, answers),
      ),
    ),
  );
}

function decide(turn: Turn, { request }: PendingPermission, settled$: Observable<unknown>): Observable<unknown> {
  const { onPermission } = turn.plan.options;
  if (onPermission === undefined) return EMPTY;
  const { http } = turn.plan.hub;
  return ask('onPermission', () => onPermission(request), settled$).pipe(
    concatMap(answer => {
      const { reply, message } = decisionOf(answer);
      return send('onPermission', () => replyPermission(http, request.id, reply, { message }));
    }),
  );
}

/** Sends the answer. A prompt that is gone meanwhile is let go; what is no answer is the handler's fault. */
const send = (handler: string, reply: () => Observable<boolean>): Observable<boolean> =>
  defer(reply).pipe(
    catchError((error: unknown) => {
      if (error instanceof PromptNotFoundError) return EMPTY;
      const isWrong = error instanceof TypeError;
      return throwError(() => (isWrong ? new TypeError(`${handler} gave a wrong answer: ${error.message}`) : error));
    }),
  );

/** The handler's first value; none when the prompt is settled before it comes. */
const ask = <T>(name: string, handler: () => ObservableInput<T>, settled$: Observable<unknown>): Observable<T> =>
  defer(() => answersOf(name, handler())).pipe(take(1), takeUntil(settled$));

/** A lone answer is none: a text would be taken for a list of its letters. */
function answersOf<T>(handler: string, given: ObservableInput<T>): Observable<T> {
  try {
    if (typeof given !== 'string') return from(given);
  } catch {
    // What it was is not for a message.
  }
  throw new TypeError(
    `${handler} must give an Observable, a promise or an array of answers: put a lone one in of(…), or make it async`,
  );
}

const isNothing = (answer: unknown): answer is null | undefined => answer === null || answer === undefined;

function decisionOf(answer: PermissionAnswer): PermissionDecision {
  if (isNothing(answer)) return { reply: 'reject' };
  return typeof answer === 'string' ? { reply: answer } : answer;
}
