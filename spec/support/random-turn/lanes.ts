import type { OpencodeEvent } from '../../../lib/wire/index.js';
import { STAGE, type Place, type Scribe } from './scribe.js';
import type { Beat, Call, Words } from './story.js';

/** The events of one beat, in order; those of other beats may come between them. */
export type Lane = readonly OpencodeEvent[];

/** The events by which a server tells of a beat. */
export function laneOf(scribe: Scribe, place: Place, beat: Beat): Lane {
  switch (beat.kind) {
    case 'text':
    case 'reasoning':
      return laneOfWords(scribe, place, beat);
    case 'call':
      return laneOfCall(scribe, place, beat);
    case 'patch':
      return [scribe.part(place, { id: scribe.id('prt'), type: 'patch', hash: 'h', files: ['a.ts'] })];
    case 'stray idle':
      return [scribe.event('session.idle', { sessionID: place.sessionID })];
    default:
      return [];
  }
}

function laneOfWords(scribe: Scribe, place: Place, beat: Words): Lane {
  const grown = growth(scribe, place, beat);
  const retry = { type: 'retry', attempt: 1, message: 'overloaded', next: 1 };
  const { sessionID } = place;
  return beat.isRetried
    ? [
        ...grown.streamed,
        scribe.event('session.status', { sessionID, status: retry }),
        scribe.status(sessionID, 'busy'),
        ...laneOfWords(scribe, place, { ...beat, isRetried: false }),
      ]
    : [...grown.streamed, grown.final];
}

function growth(scribe: Scribe, place: Place, { kind, words, grows, ends }: Words) {
  const id = scribe.id('prt');
  const says = (text: string, end?: number) =>
    scribe.part(place, { id, type: kind, text, time: { start: 1, ...(end !== undefined && { end }) } });
  const delta = (word: string) =>
    scribe.event('message.part.delta', { ...place, partID: id, field: 'text', delta: word });
  const soFar = words.map((_word, at) => words.slice(0, at + 1).join(''));
  const streamed = {
    'by deltas': [says(''), ...words.map(delta)],
    'so far': soFar.map(text => says(text)),
    'at once': [],
  }[grows];
  return { streamed, final: says(finalText(words.join(''), ends), 2) };
}

function finalText(streamed: string, ends: Words['ends']): string {
  if (ends === 'trimmed') return streamed.trimEnd() || streamed;
  return ends === 'longer' ? `${streamed}and more` : streamed;
}

function laneOfCall(scribe: Scribe, place: Place, call: Call): Lane {
  const { part, ...says } = callOf(scribe, place, call.tool);
  const asked = asking(scribe, place, part.callID, call);
  const progress = Array.from({ length: call.progress }, (_nothing, at) =>
    says.running({ output: 'x'.repeat(at + 1) }),
  );
  const [ask = [], settle = []] = asked;
  const begun = call.asksBeforeItRuns ? [...ask, says.running()] : [says.running(), ...ask];
  return [says.pending(), ...begun, ...settle, ...inside(scribe, place, call), ...progress, says.ended(call.fails)];
}

const QUESTIONS = [{ question: 'Which?' }];

function callOf(scribe: Scribe, place: Place, tool: Call['tool']) {
  const part = { id: scribe.id('prt'), type: 'tool', tool, callID: scribe.id('call') };
  const says = (state: object) => scribe.part(place, { ...part, state });
  const input = tool === 'question' ? { questions: QUESTIONS } : { of: part.id };
  return {
    part,
    pending: () => says({ status: 'pending', input: {} }),
    running: (metadata = {}) => says({ status: 'running', input, metadata, time: { start: 1 } }),
    ended: (fails: boolean) =>
      fails
        ? says({ status: 'error', input, error: 'it broke', time: { start: 1, end: 2 } })
        : says({
            status: 'completed',
            input,
            output: 'done',
            title: 'It',
            metadata: { exit: 0 },
            time: { start: 1, end: 2 },
          }),
  };
}

/** Asking a human, and what he says; nothing where nobody is asked. */
function asking(scribe: Scribe, place: Place, callID: string, { tool, asks }: Call): readonly Lane[] {
  if (tool !== 'question' && (!asks || tool === 'task')) return [];
  const { sessionID, messageID } = place;
  const kind = tool === 'question' ? 'question' : 'permission';
  const id = scribe.id(kind);
  const request = kind === 'question' ? { questions: QUESTIONS } : { permission: tool };
  const answer = kind === 'question' ? { answers: [['this']] } : { reply: 'once' };
  return [
    [scribe.event(`${kind}.asked`, { id, sessionID, tool: { messageID, callID }, ...request })],
    [scribe.event(`${kind}.replied`, { sessionID, requestID: id, ...answer })],
  ];
}

/** What a call does while it runs. */
function inside(scribe: Scribe, { sessionID }: Place, call: Call): Lane {
  if (call.tool === 'todowrite') {
    const todos = [{ content: scribe.id('todo'), status: call.fails ? 'pending' : 'in_progress', priority: 'high' }];
    return [scribe.event('todo.updated', { sessionID, todos })];
  }
  return call.tool === 'task' ? laneOfChild(scribe, sessionID, call) : [];
}

function laneOfChild(scribe: Scribe, parentID: string, call: Call): Lane {
  const sessionID = scribe.id('ses');
  const [prompt, answer] = [scribe.id('msg'), scribe.id('msg')];
  const place = { sessionID, messageID: answer };
  const created = scribe.time();
  const info = { role: 'assistant', parentID: prompt, time: { created } };
  return [
    scribe.event('session.created', { sessionID, info: { id: sessionID, parentID } }),
    scribe.user({ sessionID, messageID: prompt }, created),
    scribe.status(sessionID, 'busy'),
    scribe.message(place, info),
    ...laneOfCall(scribe, place, { ...call, tool: call.isDeep ? 'task' : 'bash', isDeep: false }),
    ...laneOf(scribe, place, CHILD_TALK),
    scribe.message(place, { ...info, finish: 'stop', time: { created, completed: scribe.time() } }),
    ...scribe.idle(sessionID),
  ];
}

const CHILD_TALK: Words = {
  kind: 'text',
  words: ['of ', 'the child'],
  grows: 'by deltas',
  ends: 'as streamed',
  isRetried: false,
};

/** Somebody else's prompt on the stage. */
export const promptOf = (scribe: Scribe, messageID: string): Lane => {
  const place = { sessionID: STAGE, messageID };
  const part = { id: scribe.id('prt'), type: 'text', text: 'a prompt' };
  return [scribe.user(place, scribe.time()), scribe.part(place, part)];
};

/** Events of several beats, each in its order, begun in theirs. */
export function mingle(lanes: readonly Lane[], mingling: readonly boolean[]): Lane {
  const [first, second, ...rest] = lanes.filter(lane => lane.length > 0);
  if (first === undefined || second === undefined) return first ?? [];
  const [skips = false, ...later] = mingling;
  const [taken, ...left] = skips ? second : first;
  const others = skips ? [first, left, ...rest] : [left, second, ...rest];
  return [...(taken === undefined ? [] : [taken]), ...mingle(others, later)];
}
