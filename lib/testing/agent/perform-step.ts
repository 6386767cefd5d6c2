import { concat, merge, type Observable } from 'rxjs';
import type { OpencodeEvent } from '../../wire/index.js';
import { callTool } from './call-tool.js';
import { interlude, isWait } from './interlude.js';
import type { Performer } from './performer.js';
import { updated } from '../world/sessions.js';
import { Speech } from './speech.js';
import type { StepMessage } from '../world/turn.js';
import { event, says, status } from '../world/world.js';

/** One request to the model, from its message to the end of it (`lib/wire/PROTOCOL.md` § 4). */
export function performStep(performer: Performer, message: StepMessage): Observable<OpencodeEvent> {
  const { world, step, sessionID } = message;
  const partID = world.scribe.id('prt');
  const begins = step.says.findIndex(act => !isWait(act));
  const waits = step.says.slice(0, begins < 0 ? undefined : begins).filter(isWait);
  return concat(
    says(world, () => message.updated()),
    summaries(message),
    says(world, () => status(sessionID, 'busy')),
    ...waits.map(act => interlude(message, act)),
    says(world, () => message.part({ id: partID, type: 'step-start' })),
    new Speech(message).perform(step.says.slice(waits.length)),
    merge(...step.calls.map(call => callTool(performer, message, call))),
    finished(message),
  );
}

/** What the server says beside the turn: of the session, and of the files the prompt has changed so far. */
export function summaries({ world, sessionID, turn }: StepMessage): Observable<OpencodeEvent> {
  const diffs = () => world.store.diff(sessionID);
  return says(
    world,
    () => updated(world, sessionID, { summary: summaryOf(diffs()) }),
    () => event('session.diff', { sessionID, diff: diffs() }),
    () => {
      const info = world.store.message(turn.prompt.messageID)?.info;
      return info?.role === 'user'
        ? event('message.updated', { sessionID, info: { ...info, summary: { diffs: diffs() } } })
        : event('session.diff', { sessionID, diff: diffs() });
    },
  );
}

function summaryOf(diffs: ReturnType<StepMessage['world']['store']['diff']>) {
  const sum = (counts: readonly (number | undefined)[]) => counts.reduce<number>((all, count) => all + (count ?? 0), 0);
  return {
    additions: sum(diffs.map(({ additions }) => additions)),
    deletions: sum(diffs.map(({ deletions }) => deletions)),
    files: diffs.length,
  };
}

function finished(message: StepMessage): Observable<OpencodeEvent> {
  const { world, step, sessionID, tokens } = message;
  const { reason = step.calls.length > 0 ? 'tool-calls' : 'stop', cost = 0.001, diff } = step.finish;
  const partID = world.scribe.id('prt');
  const complete = () => message.completed({ finish: reason, cost, tokens });
  return concat(
    diff === undefined ? [] : says(world, () => event('session.diff', { sessionID, diff })),
    says(world, () => message.part({ id: partID, type: 'step-finish', reason, cost, tokens }), complete, complete),
    says(world, () => spent(message, cost)),
  );
}

/** What the session has spent is told with what else is said of it. */
function spent({ world, sessionID, tokens }: StepMessage, cost: number): OpencodeEvent {
  const { cost: before = 0, tokens: spentBefore = {} } = world.store.session(sessionID) ?? {};
  const { input = 0, output = 0, reasoning = 0, cache } = spentBefore;
  const sum = {
    input: input + (tokens.input ?? 0),
    output: output + (tokens.output ?? 0),
    reasoning: reasoning + (tokens.reasoning ?? 0),
    cache: cache ?? { read: 0, write: 0 },
  };
  return updated(world, sessionID, { cost: before + cost, tokens: sum });
}
