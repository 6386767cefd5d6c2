import { map, type OperatorFunction } from 'rxjs';
import type { Reply } from '../../lib/reply/reply.js';
import { observeReply } from '../../lib/select/observe-reply.js';
import { ofType } from '../../lib/select/of-type.js';
import { pendingPermissions } from '../../lib/select/pending-permissions.js';
import { pendingQuestions } from '../../lib/select/pending-questions.js';
import { replySteps, type EventLike } from '../../lib/select/reply-steps.js';
import { selectText } from '../../lib/select/selected.js';
import { toReplyState } from '../../lib/select/to-reply-state.js';
import { toReply } from '../../lib/select/to-reply.js';
import { todos } from '../../lib/select/todos.js';
import { toolParts } from '../../lib/select/tool-parts.js';
import { answer, permission, question, say, todo, tool } from '../support/events.js';
import { nameOf } from '../support/fold.js';

/** What nobody knows. */
export const nothing: EventLike = { type: 'nobody.knows', properties: {} };

/** What comes out of an operator, in words. */
export type Shown = string | readonly string[];

/** An operator, with what comes out of it in words. */
export interface Case {
  readonly name: string;
  readonly operator: OperatorFunction<EventLike, Shown>;
  /** What is there before the first event; undefined for news. */
  readonly first: Shown | undefined;
  /** Four events and what comes of each; `-` where nothing does. */
  readonly heard: readonly (readonly [EventLike, ...Shown[]])[];
}

const ids = map((requests: readonly { readonly id: string }[]) => requests.map(({ id }) => id));
const texts = map(({ fullText }: Reply) => fullText);

/** The operators. */
export const cases: readonly Case[] = [
  {
    name: 'replySteps',
    operator: source => source.pipe(replySteps(), map(nameOf)),
    first: undefined,
    heard: [
      [say.message(answer()), '[working]', 'messageUpdated'],
      [nothing],
      [say.delta('t', 'Hi'), 'partAdded', 'partChanged'],
      [say.delta('t', '!'), 'partChanged'],
    ],
  },
  {
    name: 'toReply',
    operator: source => source.pipe(toReply(), texts),
    first: undefined,
    heard: [
      [say.delta('t', 'Hi'), '', '', 'Hi'],
      [nothing],
      [say.delta('t', '!'), 'Hi!'],
      [say.delta('t', '?'), 'Hi!?'],
    ],
  },
  {
    name: 'toReplyState',
    operator: source => source.pipe(toReplyState(), texts),
    first: '',
    heard: [
      [say.delta('t', 'Hi'), '', '', 'Hi'],
      [nothing],
      [say.delta('t', '!'), 'Hi!'],
      [say.delta('t', '?'), 'Hi!?'],
    ],
  },
  {
    name: 'selectText',
    operator: source => source.pipe(toReplyState(), selectText()),
    first: '',
    heard: [[say.delta('t', 'Hi'), 'Hi'], [say.todos([todo('a')])], [say.delta('t', '!'), 'Hi!'], [nothing]],
  },
  {
    name: 'observeReply',
    operator: source => source.pipe(observeReply({}), texts),
    first: undefined,
    heard: [
      [say.delta('t', 'Hi'), '', '', 'Hi'],
      [nothing],
      [say.delta('t', '!'), 'Hi!'],
      [say.delta('t', '?'), 'Hi!?'],
    ],
  },
  {
    name: 'toolParts',
    operator: source =>
      source.pipe(
        toolParts(),
        map(({ id, status }) => `${id} ${status}`),
      ),
    first: undefined,
    heard: [
      [say.part(tool('b', 'pending')), 'b pending'],
      [say.delta('t', 'Hi')],
      [say.part(tool('b', 'running')), 'b running'],
      [say.part(tool('c', 'completed')), 'c completed'],
    ],
  },
  {
    name: 'todos',
    operator: source =>
      source.pipe(
        todos(),
        map(list => list.map(({ content }) => content)),
      ),
    first: [],
    heard: [
      [say.todos([todo('a')]), ['a']],
      [say.delta('t', 'Hi')],
      [say.todos([todo('b')]), ['b']],
      [say.todos([]), []],
    ],
  },
  {
    name: 'pendingQuestions',
    operator: source => source.pipe(pendingQuestions(), ids),
    first: [],
    heard: [
      [say.asks(question('q')), ['q']],
      [say.wantsLeave(permission('p'))],
      [say.answers('q'), []],
      [say.asks(question('r')), ['r']],
    ],
  },
  {
    name: 'pendingPermissions',
    operator: source => source.pipe(pendingPermissions(), ids),
    first: [],
    heard: [
      [say.wantsLeave(permission('p')), ['p']],
      [say.asks(question('q'))],
      [say.decides('p'), []],
      [say.wantsLeave(permission('r')), ['r']],
    ],
  },
  {
    name: 'ofType',
    operator: source =>
      source.pipe(
        ofType('todo.updated', 'session.idle'),
        map(({ type }) => type),
      ),
    first: undefined,
    heard: [[say.todos([]), 'todo.updated'], [nothing], [say.idle(), 'session.idle'], [say.idle(), 'session.idle']],
  },
];
