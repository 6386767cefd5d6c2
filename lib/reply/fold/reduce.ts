import type { EventMap, Part } from '../../wire/index.js';
import type { FoldEvent, TurnEvent, TurnIdentity } from './event.js';
import { removeMessage, removePart, updateMessage } from './message.js';
import { askPermission, askQuestion, closePermission, closeQuestion, rejectQuestion } from './prompt.js';
import { including, note, rested, type FoldState } from './state.js';
import { changeStatus, reportError } from './status.js';
import { growPart, holdOpenTexts, placeText } from './text.js';
import { hearTodos } from './todo.js';
import { foldTruth } from './truth.js';
import { begun, isOwn, isOwnSession } from './ownership.js';
import { placePart } from './place-part.js';
import { settle, settleIdle } from './settle.js';

type TurnMap = { [E in TurnEvent as E['type']]: E extends { properties: infer P } ? P : undefined };
type Vocabulary = { [T in keyof EventMap]: EventMap[T]['properties'] } & TurnMap;
type Handler<P> = (state: FoldState, properties: P) => FoldState;
type Handlers = { readonly [T in keyof Vocabulary]?: Handler<Vocabulary[T]> };

/** The whole vocabulary of the fold: one event, one small pure function. Types left out change nothing. */
const handlers: Handlers = {
  'message.part.delta': growPart,
  'message.part.updated': (state, { part }) => placeOwn(state, part),
  'message.part.removed': removePart,
  'message.updated': (state, { info }) => updateMessage(state, info),
  'message.removed': removeMessage,
  'session.status': ofOwnSession(changeStatus),
  'session.idle': ofOwnSession(settleIdle),
  'session.error': ofOwnSession(reportError),
  'todo.updated': ofOwnSession(hearTodos),
  'question.asked': askQuestion,
  'question.replied': closeQuestion,
  'question.rejected': rejectQuestion,
  'permission.asked': askPermission,
  'permission.replied': closePermission,
  'turn.gap': holdOpenTexts,
  'turn.identified': identify,
  'turn.fence': state => note(state, { touched: new Set() }),
  'turn.fetched': foldTruth,
  'turn.settled': settle,
};

const byType = new Map(Object.entries(handlers)) as ReadonlyMap<string, Handler<unknown>>;

/** One event further. Pure: the same state and event make the same state; an event that changes nothing, no step. */
export function reduce(state: FoldState, event: FoldEvent): FoldState {
  const handler = byType.get(event.type);
  const start = rested(state);
  if (handler === undefined) return start;
  const properties: unknown = 'properties' in event ? event.properties : undefined;
  const { touched } = start.ledger;
  const next = handler(start, properties);
  return touched === undefined ? next : touch(next, event);
}

/** A child's events come the same way: what they say of their own session is not about this reply. */
function ofOwnSession<P extends { readonly sessionID?: string }>(handler: Handler<P>): Handler<P> {
  return (state, properties) => (isOwnSession(state, properties.sessionID) ? handler(state, properties) : state);
}

const placeOwn = (state: FoldState, part: Part): FoldState =>
  isOwn(state, part.messageID) ? placePart(begun(state), part, placeText) : state;

/** The turn's messages are known now; what had been taken for somebody else's may be its own. */
function identify(state: FoldState, identity: TurnIdentity): FoldState {
  const { scope } = state.ledger;
  return scope === undefined ? state : note(state, { scope: { ...scope, ...identity }, others: new Set() });
}

/**
 * While a look is under way, what live events speak of is remembered: its answer is older. A part of a message that is
 * not known to be our own was passed over, as was a prompt that it asks: of those the answer is all there is.
 */
function touch(state: FoldState, event: FoldEvent): FoldState {
  const id = subjectOf(state, event);
  const { touched } = state.ledger;
  return id === undefined || touched === undefined || touched.has(id)
    ? state
    : note(state, { touched: including(touched, id) });
}

function subjectOf(state: FoldState, event: FoldEvent): string | undefined {
  switch (event.type) {
    case 'message.part.delta':
      return isOwn(state, event.properties.messageID) ? event.properties.partID : undefined;
    case 'message.part.updated':
      return isOwn(state, event.properties.part.messageID) ? event.properties.part.id : undefined;
    case 'message.part.removed':
      return event.properties.partID;
    case 'message.updated':
      return event.properties.info.id;
    case 'question.asked':
    case 'permission.asked':
      return state.head.prompts.find(event.properties.id) === undefined ? undefined : event.properties.id;
    case 'question.replied':
    case 'question.rejected':
    case 'permission.replied':
      return event.properties.requestID;
    case 'todo.updated':
      return 'todos';
    default:
      return undefined;
  }
}
