import { expectTypeOf } from 'expect-type';
import { from, lastValueFrom, map, of, take, toArray } from 'rxjs';
import type { Reply } from '../../lib/reply/reply.js';
import type { ToolReplyPart } from '../../lib/reply/reply-part.js';
import type { ReplyTransition, Step } from '../../lib/reply/transition.js';
import { observeReply } from '../../lib/select/observe-reply.js';
import { ofType } from '../../lib/select/of-type.js';
import { pendingPermissions } from '../../lib/select/pending-permissions.js';
import { pendingQuestions } from '../../lib/select/pending-questions.js';
import { replySteps, type EventLike } from '../../lib/select/reply-steps.js';
import { selectTransitions } from '../../lib/select/selected.js';
import { toReply } from '../../lib/select/to-reply.js';
import { todos } from '../../lib/select/todos.js';
import { toolParts } from '../../lib/select/tool-parts.js';
import type { EventOf, PermissionRequest, QuestionRequest, Todo } from '../../lib/wire/index.js';
import { answer, question, say, todo, tool } from '../support/events.js';
import { nameOf } from '../support/fold.js';
import { marbles } from '../support/marbles.js';
import { nothing } from './cases.js';

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
