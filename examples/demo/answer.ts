import { distinctUntilChanged, EMPTY, ignoreElements, map, of, switchMap, type Observable } from 'rxjs';
import type { OpencodeClient, PermissionRequest, QuestionRequest, Reply } from 'opencode-rx';
import { askPermission, askQuestions, firstOptions } from './ask.js';
import type { Screen } from './screen.js';

/**
 * Answers what the agent asks, the oldest first, one at a time: by asking on the screen, or `--yes` where there is none.
 * `switchMap` takes a question away that somebody else has answered, or whose turn was aborted.
 */
export function answerPrompts(client: OpencodeClient, reply$: Observable<Reply>, screen?: Screen): Observable<never> {
  return reply$.pipe(
    map(({ prompts }) => prompts.pending[0]?.request),
    distinctUntilChanged((before, now) => before?.id === now?.id),
    switchMap(request => (request === undefined ? EMPTY : answer(client, request, screen))),
    ignoreElements(),
  );
}

function answer(client: OpencodeClient, request: PermissionRequest | QuestionRequest, screen?: Screen) {
  return 'questions' in request ? answerQuestion(client, request, screen) : answerPermission(client, request, screen);
}

function answerPermission(client: OpencodeClient, request: PermissionRequest, screen?: Screen): Observable<unknown> {
  const decision$ = screen ? askPermission(request, screen) : of('once' as const);
  return decision$.pipe(switchMap(decision => client.replyPermission(request.id, decision)));
}

function answerQuestion(client: OpencodeClient, request: QuestionRequest, screen?: Screen): Observable<unknown> {
  const answers$ = screen ? askQuestions(request, screen) : of(firstOptions(request));
  const isWhole = (answers: string[][]) => answers.length === request.questions.length;
  return answers$.pipe(
    switchMap(answers =>
      isWhole(answers) ? client.replyQuestion(request.id, answers) : client.rejectQuestion(request.id),
    ),
  );
}
