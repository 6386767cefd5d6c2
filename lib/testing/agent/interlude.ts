import { concat, defer, from, ignoreElements, map, of, take, throwError, timer, type Observable } from 'rxjs';
import type { OpencodeEvent, WireError } from '../../wire/index.js';
import type { RetryAct, WordsAct } from '../script/acts.js';
import type { Step } from '../script/steps.js';
import type { StepMessage } from '../world/turn.js';
import { event, says, status } from '../world/world.js';

/** The provider's refusal, on its way to the end of the turn. */
export class ProviderFailure extends Error {
  constructor(readonly error: WireError) {
    super(error.data?.message ?? error.name);
  }
}

/** What happens before and between the words of a step. */
export type Interlude = Exclude<Step['says'][number], WordsAct>;

/** Whether an act is no words, and says nothing of the provider's answer having begun. */
export const isWait = (act: Step['says'][number]): act is Interlude =>
  ['pause', 'until', 'fail', 'retry'].includes(act.act);

/** Performs what is no words. */
export function interlude(message: StepMessage, act: Interlude): Observable<OpencodeEvent> {
  const { world } = message;
  switch (act.act) {
    case 'pause':
      return timer(act.ms, world.scheduler).pipe(ignoreElements());
    case 'until':
      return from(act.notifier).pipe(take(1), ignoreElements());
    case 'fail':
      return throwError(() => new ProviderFailure(act.error));
    case 'retry':
      return tryAgain(message, act);
    case 'events':
      return says(world, ...act.events.map(each => () => each));
  }
}

function tryAgain({ world, sessionID }: StepMessage, { message, ms }: RetryAct): Observable<OpencodeEvent> {
  const wait = defer(() => of({ type: 'retry' as const, attempt: 1, message, next: world.scribe.now() + ms }));
  return concat(
    wait.pipe(map(retry => event('session.status', { sessionID, status: retry }))),
    timer(ms, world.scheduler).pipe(ignoreElements()),
    says(world, () => status(sessionID, 'busy')),
  );
}
