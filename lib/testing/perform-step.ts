import { concat, defer, from, ignoreElements, map, merge, of, take, throwError, timer, type Observable } from 'rxjs';
import type { OpencodeEvent, WireError } from '../wire/index.js';
import { callTool } from './call-tool.js';
import type { Performer } from './performer.js';
import type { RetryAct, WordsAct } from './acts.js';
import { updated } from './sessions.js';
import type { Step } from './steps.js';
import type { StepMessage } from './turn.js';
import { event, says, status } from './world.js';

/** The provider's refusal, on its way to the end of the turn. */
export class ProviderFailure extends Error {
  constructor(readonly error: WireError) {
    super(error.data?.message ?? error.name);
  }
}

/** One request to the model, from its message to the end of it (`lib/wire/PROTOCOL.md` § 4). */
export function performStep(agent: Performer, message: StepMessage): Observable<OpencodeEvent> {
  const { world, step, sessionID } = message;
  const partID = world.scribe.id('prt');
  return concat(
    says(world, () => message.updated()),
    summaries(message),
    says(
      world,
      () => status(sessionID, 'busy'),
      () => message.part({ id: partID, type: 'step-start' }),
    ),
    ...step.says.map(act => say(message, act)),
    merge(...step.calls.map(call => callTool(agent, message, call))),
    finished(message),
  );
}

/** What the server says beside the turn: of the session, and of the files the prompt has changed so far. */
export function summaries({ world, sessionID, turn }: StepMessage): Observable<OpencodeEvent> {
  const { store } = world;
  return says(
    world,
    () => updated(world, sessionID, { summary: { additions: 0, deletions: 0, files: 0 } }),
    () => event('session.diff', { sessionID, diff: store.diff(sessionID) }),
    () => {
      const info = store.message(turn.prompt.messageID)?.info;
      const summary = { diffs: store.diff(sessionID) };
      return info?.role === 'user'
        ? event('message.updated', { sessionID, info: { ...info, summary } })
        : event('session.diff', { sessionID, diff: summary.diffs });
    },
  );
}

function say(message: StepMessage, act: Step['says'][number]): Observable<OpencodeEvent> {
  const { world } = message;
  switch (act.act) {
    case 'text':
    case 'reasoning':
      return speak(message, act);
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

/** A text grows by deltas, and is said once more when it is whole (`lib/wire/PROTOCOL.md` § 4.2). */
function speak(message: StepMessage, { act, pieces }: WordsAct): Observable<OpencodeEvent> {
  const { world, sessionID, id: messageID } = message;
  return defer(() => {
    const partID = world.scribe.id('prt');
    const start = world.scribe.now();
    const grow = (delta: string) => () =>
      event('message.part.delta', { sessionID, messageID, partID, field: 'text', delta });
    const whole = () => ({ id: partID, type: act, text: pieces.join(''), time: { start, end: world.scribe.now() } });
    return says(
      world,
      () => message.part({ id: partID, type: act, text: '', time: { start } }),
      ...pieces.map(grow),
      () => message.part(whole()),
    );
  });
}

function tryAgain({ world, sessionID }: StepMessage, { message, ms }: RetryAct): Observable<OpencodeEvent> {
  const wait = defer(() => of({ type: 'retry' as const, attempt: 1, message, next: world.scribe.now() + ms }));
  return concat(
    wait.pipe(map(retry => event('session.status', { sessionID, status: retry }))),
    timer(ms, world.scheduler).pipe(ignoreElements()),
    says(world, () => status(sessionID, 'busy')),
  );
}

function finished(message: StepMessage): Observable<OpencodeEvent> {
  const { world, step, sessionID, tokens } = message;
  const { reason = step.calls.length > 0 ? 'tool-calls' : 'stop', cost = 0.001, diff } = step.finish;
  const partID = world.scribe.id('prt');
  const complete = () => message.completed({ finish: reason, cost, tokens });
  return concat(
    diff === undefined ? [] : says(world, () => event('session.diff', { sessionID, diff })),
    says(world, () => message.part({ id: partID, type: 'step-finish', reason, cost, tokens })),
    says(world, complete, complete),
  );
}
