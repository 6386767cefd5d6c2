import { concat, defer, filter, ignoreElements, merge, of, take, tap, type Observable } from 'rxjs';
import type { OpencodeEvent, PermissionRequest, QuestionRequest } from '../../wire/index.js';
import { event, says, type World } from '../world/world.js';

/** What came of something a human was asked. */
export type Settlement = Extract<
  OpencodeEvent,
  { readonly type: 'question.replied' | 'question.rejected' | 'permission.replied' }
>;

/** What a human is asked. */
export type Request = { readonly question: QuestionRequest } | { readonly permission: PermissionRequest };

/** Asks a human, says what comes next, and waits for the answer, whoever gives it. */
export function ask(
  world: World,
  request: Request,
  next: () => OpencodeEvent,
  settle: (settlement: Settlement) => void,
): Observable<OpencodeEvent> {
  const isQuestion = 'question' in request;
  const { id } = isQuestion ? request.question : request.permission;
  const asked = () =>
    isQuestion ? event('question.asked', request.question) : event('permission.asked', request.permission);
  const settlement = world.events$.pipe(
    filter(isSettlement),
    filter(({ properties }) => properties.requestID === id),
    take(1),
    tap(settle),
    ignoreElements(),
  );
  return merge(
    settlement,
    concat(
      says(world, asked),
      defer(() => of(next())),
    ),
  );
}

const isSettlement = (said: OpencodeEvent): said is Settlement =>
  said.type === 'question.replied' || said.type === 'question.rejected' || said.type === 'permission.replied';
