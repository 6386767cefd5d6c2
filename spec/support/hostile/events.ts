import * as fc from 'fast-check';
import type { OpencodeEvent } from '../../../lib/wire/index.js';
import { PROMPT, SESSION } from '../events.js';

/** Names that an object has already, or that mean something here. */
export const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'then', '', 'todo.updated', '\uD800'];

const oneOf = (...ids: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...ids) }, fc.constantFrom(...NAMES));

// Few enough that they meet, and some that are ids of different things.
const messageID = oneOf(PROMPT, 'msg_1', 'msg_2', 'shared');
const partID = oneOf('prt_1', 'prt_2', 'prt_3', 'shared');
const requestID = oneOf('req_1', 'req_2', 'shared');
const callID = oneOf('call_1', 'shared');
const sessionID = fc.oneof({ weight: 5, arbitrary: fc.constant(SESSION) }, oneOf('ses_other'));
const words = fc.constantFrom('', 'a', 'b ', '\n', 'é🎉', '\uDC00', 'x'.repeat(300));
const count = fc.constantFrom(0, -1, 1, 2, 3, 0.1, 1e308, Number.MIN_VALUE);
const time = fc.record({ created: count, start: count, end: count, completed: count }, { requiredKeys: [] });
const anything = fc.dictionary(oneOf('a', 'source', 'sessionId', 'output', 'questions'), fc.jsonValue({ maxDepth: 2 }));

const some = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(fields, { requiredKeys: [] });
const having = (needed: object, maybe: object = {}): fc.Arbitrary<object> =>
  fc.tuple(fc.record(needed), some(maybe)).map(([one, other]) => ({ ...other, ...one }));
const is = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

const error = having({ name: is('MessageAbortedError', 'APIError', '__proto__') }, { data: some({ message: words }) });
const tokens = some({ input: count, output: count, cache: some({ read: count }) });
const finish = is('stop', 'tool-calls', 'unknown', 'length', '');
const parentID = oneOf(PROMPT, 'msg_1');
const message = fc.oneof(
  having({ id: messageID, role: is('user') }, { sessionID, time }),
  having({ id: messageID, role: is('assistant') }, { sessionID, parentID, time, finish, error, tokens, cost: count }),
);

const state = having(
  { status: is('pending', 'running', 'completed', 'error', 'paused', '__proto__') },
  { input: anything, metadata: anything, output: words, error: words, title: words, time, callID },
);
const base = { id: partID, messageID };
const part = fc.oneof(
  having({ ...base, type: is('text', 'reasoning'), text: words }, { sessionID, time }),
  having({ ...base, type: is('tool'), tool: oneOf('bash', 'question', 'todowrite', 'invalid'), state }, { callID }),
  having({ ...base, type: is('step-finish') }, { cost: count, tokens, reason: finish }),
  having({ ...base, type: is('file', 'patch', 'step-start', '__proto__') }, { files: fc.array(words), url: words }),
);

const status = fc.oneof(
  having({ type: is('idle', 'busy', 'dreaming', '__proto__') }),
  having({ type: is('retry') }, { attempt: count, message: words, next: count }),
);
const tool = having({ messageID, callID });
const questions = fc.array(
  having({ question: words }, { options: fc.array(having({ label: words }), { maxLength: 2 }) }),
  { maxLength: 2 },
);
const todo = having({ content: words }, { status: is('pending', 'in-progress', '-', ''), priority: words });
const todos = fc.oneof(
  { weight: 9, arbitrary: fc.array(todo, { maxLength: 4 }) },
  todo.map(each => Array<object>(2_000).fill(each)),
);
const session = having({ id: sessionID }, { parentID: sessionID, title: words, directory: words, time });

/** What each type of event may say: all of it valid, none of it to be expected. */
const properties = {
  'message.updated': having({ info: message }, { sessionID }),
  'message.removed': having({ messageID }, { sessionID }),
  'message.part.updated': having({ part }, { sessionID, delta: words }),
  'message.part.delta': having({ messageID, partID, delta: words }, { sessionID, field: oneOf('text', 'reasoning') }),
  'message.part.removed': having({ partID }, { sessionID, messageID }),
  'session.status': having({ status }, { sessionID }),
  'session.idle': some({ sessionID }),
  'session.error': some({ sessionID, error }),
  'session.diff': having({ diff: fc.array(some({ file: words }), { maxLength: 2 }) }, { sessionID }),
  'session.created': having({ info: session }, { sessionID }),
  'session.updated': having({ info: session }, { sessionID }),
  'todo.updated': having({ todos }, { sessionID }),
  'question.asked': having({ id: requestID, questions }, { sessionID, tool }),
  'question.replied': having({ requestID }, { sessionID, answers: fc.array(fc.array(words), { maxLength: 2 }) }),
  'question.rejected': having({ requestID }, { sessionID }),
  'permission.asked': having({ id: requestID, permission: words }, { sessionID, tool, metadata: anything }),
  'permission.replied': having({ requestID }, { sessionID, reply: is('once', 'always', 'reject', '') }),
  'server.connected': fc.constant({}),
  'turn.settled': fc.constant({ status: 'failed' }),
  'turn.fetched': fc.constant({ messages: 7 }),
  'later.news': anything,
} as const;

/** Any event that the server may say. */
export const anyEvent: fc.Arbitrary<OpencodeEvent> = fc.oneof(
  ...Object.entries(properties).map(([type, said]) => ({
    weight: type.startsWith('message.') ? 4 : 1,
    arbitrary: said.map(each => ({ type, properties: each }) as unknown as OpencodeEvent),
  })),
);
