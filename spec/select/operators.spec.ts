import { expectTypeOf } from 'expect-type';
import { from, lastValueFrom, map, of, take, toArray, type OperatorFunction } from 'rxjs';
import type { Reply } from '../../lib/reply/reply.js';
import type { ToolReplyPart } from '../../lib/reply/reply-part.js';
import type { ReplyTransition, Step } from '../../lib/reply/transition.js';
import { observeReply } from '../../lib/select/observe-reply.js';
import { ofType } from '../../lib/select/of-type.js';
import { pendingPermissions } from '../../lib/select/pending-permissions.js';
import { pendingQuestions } from '../../lib/select/pending-questions.js';
import { replySteps, type EventLike } from '../../lib/select/reply-steps.js';
import { selectText, selectTransitions } from '../../lib/select/selected.js';
import { toReplyState } from '../../lib/select/to-reply-state.js';
import { toReply } from '../../lib/select/to-reply.js';
import { todos } from '../../lib/select/todos.js';
import { toolParts } from '../../lib/select/tool-parts.js';
import type { EventOf, PermissionRequest, QuestionRequest, Todo } from '../../lib/wire/index.js';
import { answer, permission, question, say, todo, tool } from '../support/events.js';
import { nameOf } from '../support/fold.js';
import { marbles } from '../support/marbles.js';

type Shown = string | readonly string[];

/** An operator, with what comes out of it in words. */
interface Case {
  readonly name: string;
  readonly operator: OperatorFunction<EventLike, Shown>;
  /** What is there before the first event; undefined for news. */
  readonly first: Shown | undefined;
  /** Four events and what comes of each; `-` where nothing does. */
  readonly heard: readonly (readonly [EventLike, ...Shown[]])[];
}

const ids = map((requests: readonly { readonly id: string }[]) => requests.map(({ id }) => id));
const texts = map(({ fullText }: Reply) => fullText);
const nothing: EventLike = { type: 'nobody.knows', properties: {} };

const cases: readonly Case[] = [
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

/** Time enough between two events for what the fullest of them makes. */
const GAP = 20;

/** A diagram of what an operator emits when the events come `GAP` frames apart, with the letters of its values. */
function diagram({ first, heard }: Case, events: readonly number[], end: string) {
  const values: Record<string, Shown> = {};
  const group = (shown: readonly Shown[]) => {
    const letters = shown.map(value => {
      const letter = String.fromCharCode(65 + Object.keys(values).length);
      values[letter] = value;
      return letter;
    });
    return letters.length === 0
      ? { marble: '', frames: 0 }
      : { marble: `(${letters.join('')})`, frames: letters.length + 2 };
  };
  const start = group(first === undefined ? [] : [first]);
  const rest = events.map(at => {
    const [, ...shown] = heard[at] ?? [nothing];
    const { marble, frames } = group(shown);
    return `${marble} ${GAP - frames}ms `;
  });
  return { marble: `${start.marble} ${GAP - start.frames}ms ${rest.join('')}${end}`, values };
}

const sourceOf = (events: readonly number[], end: string) =>
  `${GAP}ms ${events.map(at => `${at} ${GAP - 1}ms `).join('')}${end}`;

const inputs = ({ heard }: Case) => Object.fromEntries(heard.map(([event], at) => [String(at), event]));

describe.each(cases)('$name()', subject => {
  const { operator, first, heard } = subject;
  const alone = first === undefined ? '-' : 'A';

  it('waits with a source that never emits', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold<EventLike>('-');
      expectObservable(source.pipe(operator)).toBe(alone, { A: first });
      expectSubscriptions(source.subscriptions).toBe('^');
    });
  });

  it('completes with an empty source', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold<EventLike>('----|');
      expectObservable(source.pipe(operator)).toBe(first === undefined ? '----|' : 'A---|', { A: first });
      expectSubscriptions(source.subscriptions).toBe('^---!');
    });
  });

  it.each([
    ['one event', [0]],
    ['many events', [0, 1, 2, 3]],
  ])('makes of %s what it says', (_name, events) => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(sourceOf(events, '|'), inputs(subject));
      const { marble, values } = diagram(subject, events, '|');
      expectObservable(source.pipe(operator)).toBe(marble, values);
      expectSubscriptions(source.subscriptions).toBe(`^ ${GAP * (events.length + 1) - 1}ms !`);
    });
  });

  it('errors with its source, after what came before', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold(sourceOf([0], '#'), inputs(subject));
      const { marble, values } = diagram(subject, [0], '#');
      expectObservable(source.pipe(operator)).toBe(marble, values);
      expectSubscriptions(source.subscriptions).toBe(`^ ${GAP * 2 - 1}ms !`);
    });
  });

  it('goes on as long as an endless source', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot(sourceOf([0, 1, 2, 3], '-'), inputs(subject));
      const { marble, values } = diagram(subject, [0, 1, 2, 3], '-');
      expectObservable(source.pipe(operator)).toBe(marble, values);
      expectSubscriptions(source.subscriptions).toBe('^');
    });
  });

  it('lets go of its source when it is unsubscribed from', () => {
    marbles(({ hot, expectObservable, expectSubscriptions }) => {
      const source = hot(sourceOf([0, 1, 2, 3], '|'), inputs(subject));
      const until = `^ ${GAP * 2 - 1}ms !`;
      const { marble, values } = diagram(subject, [0], '');
      expectObservable(source.pipe(operator), until).toBe(marble, values);
      expectSubscriptions(source.subscriptions).toBe(until);
    });
  });

  it('starts anew for each subscriber', async () => {
    const out$ = of(...heard.map(([event]) => event)).pipe(operator, toArray());
    expect(await lastValueFrom(out$)).toEqual(await lastValueFrom(out$));
  });
});

describe('toolParts()', () => {
  it('gives a call once that is told of twice at once', async () => {
    const out$ = of(say.part(tool('b', 'completed'))).pipe(toolParts(), toArray());
    expect(await lastValueFrom(out$)).toMatchObject([{ id: 'b', status: 'completed' }]);
  });
});

describe('replySteps()', () => {
  it('tells the time by the clock of the scheduler', () => {
    marbles(({ cold, expectObservable }) => {
      const steps$ = cold<EventLike>('5s a', { a: say.asks(question('q')) }).pipe(
        replySteps(),
        map(({ transition }) => transition && 'askedAt' in transition && transition.askedAt),
      );
      expectObservable(steps$).toBe('5s a', { a: 5000 });
    });
  });

  it('makes every step of one event at once', () => {
    marbles(({ cold, expectObservable }) => {
      const steps$ = cold<EventLike>('--a', { a: say.message(answer()) }).pipe(replySteps(), map(nameOf));
      expectObservable(steps$).toBe('--(ab)', { a: '[working]', b: 'messageUpdated' });
    });
  });

  it('makes no more of them for somebody who left in their middle', async () => {
    const steps$ = of(say.message(answer())).pipe(replySteps(), take(1), map(nameOf), toArray());
    expect(await lastValueFrom(steps$)).toEqual(['[working]']);
  });
});

describe('ofType()', () => {
  const events: EventLike[] = [say.todos([todo('a')]), nothing, say.idle(), { type: '__proto__' }];

  it('lets nothing pass when nothing is wanted', async () => {
    expect(await lastValueFrom(from(events).pipe(ofType(), toArray()))).toEqual([]);
  });

  it('gives the events themselves', async () => {
    expect(await lastValueFrom(from(events).pipe(ofType('todo.updated')))).toBe(events[0]);
  });
});

describe('the types', () => {
  it('are those of what comes out', () => {
    const source = from<EventLike[]>([]);
    expectTypeOf(source.pipe(ofType('todo.updated'))).toEqualTypeOf(from<EventOf<'todo.updated'>[]>([]));
    const both = source.pipe(ofType('todo.updated', 'session.idle'));
    expectTypeOf(both).toEqualTypeOf(from<(EventOf<'todo.updated'> | EventOf<'session.idle'>)[]>([]));
    source.pipe(
      ofType('todo.updated'),
      map(({ properties }) => expectTypeOf(properties.todos).toEqualTypeOf<readonly Todo[]>()),
    );
    // @ts-expect-error -- no such event
    source.pipe(ofType('todo.upgraded'));
    expectTypeOf(source.pipe(replySteps())).toEqualTypeOf(from<Step[]>([]));
    expectTypeOf(source.pipe(toReply())).toEqualTypeOf(from<Reply[]>([]));
    expectTypeOf(source.pipe(observeReply({}))).toEqualTypeOf(from<Reply[]>([]));
    expectTypeOf(source.pipe(toolParts())).toEqualTypeOf(from<ToolReplyPart[]>([]));
    expectTypeOf(source.pipe(todos())).toEqualTypeOf(from<(readonly Todo[])[]>([]));
    expectTypeOf(source.pipe(pendingQuestions())).toEqualTypeOf(from<(readonly QuestionRequest[])[]>([]));
    expectTypeOf(source.pipe(pendingPermissions())).toEqualTypeOf(from<(readonly PermissionRequest[])[]>([]));
    expectTypeOf(source.pipe(replySteps(), selectTransitions())).toEqualTypeOf(from<ReplyTransition[]>([]));
  });
});
