import { expectTypeOf } from 'expect-type';
import { from, lastValueFrom, toArray } from 'rxjs';
import type { ReplyObserver } from '../../lib/reply/observer.js';
import type { PartChanged, ReplyTransition } from '../../lib/reply/transition.js';
import { observeReply } from '../../lib/select/observe-reply.js';
import { toReply } from '../../lib/select/to-reply.js';
import type { EventLike } from '../../lib/select/reply-steps.js';
import { answer, permission, question, say, stepFinish, text, todo, tool } from '../support/events.js';
import { deepFreeze } from '../support/deep-freeze.js';

/** Everything the fold may tell, one event each, but for the first which also opens its part. */
const events: readonly (readonly [ReplyTransition['type'], EventLike])[] = [
  ['messageUpdated', say.message(answer())],
  ['partAdded', say.part(text('t', ''))],
  ['partChanged', say.delta('t', 'Hi')],
  ['partFinalized', say.part(text('t', 'Hi', { end: true }))],
  ['partAdded', say.part(tool('todos', 'pending', { tool: 'todowrite' }))],
  ['toolProgressed', say.part(tool('todos', 'running', { tool: 'todowrite' }))],
  ['todosChanged', say.todos([todo('a')])],
  ['questionAsked', say.asks(question('que_1'))],
  ['questionReplied', say.answers('que_1')],
  ['questionAsked', say.asks(question('que_2'))],
  ['questionRejected', say.dismisses('que_2')],
  ['permissionAsked', say.wantsLeave(permission('per_1'))],
  ['permissionReplied', say.decides('per_1')],
  ['sessionRetried', say.status({ type: 'retry', attempt: 1, message: 'later' })],
  ['stepFinished', say.part(stepFinish('s', { cost: 1 }))],
  ['sessionErrored', say.error({ name: 'APIError', data: { message: 'no' } })],
];

/** An observer that notes what it is called with, and by which name. */
function noting() {
  const heard: (readonly [string, ReplyTransition])[] = [];
  const methods = [...new Set(events.map(([name]) => name))].map(name => [
    name,
    (transition: ReplyTransition) => heard.push([name, transition]),
  ]);
  return { observer: Object.fromEntries(methods) as ReplyObserver, heard };
}

describe('observeReply()', () => {
  const source = from(events.map(([, event]) => deepFreeze(event)));

  it('calls each of the fourteen methods, once for each event that is about it', async () => {
    const { observer, heard } = noting();
    expect(Object.keys(observer)).toHaveLength(14);
    await lastValueFrom(source.pipe(observeReply(observer)));
    expect(heard.map(([name]) => name)).toEqual(events.map(([name]) => name));
    heard.forEach(([name, transition]) => expect(transition.type).toBe(name));
  });

  it('gives the same snapshots as `toReply()`', async () => {
    const observed = await lastValueFrom(source.pipe(observeReply({}), toArray()));
    const replies = await lastValueFrom(source.pipe(toReply(), toArray()));
    expect(JSON.stringify(observed).replace(/"askedAt":\d+/g, '')).toBe(
      JSON.stringify(replies).replace(/"askedAt":\d+/g, ''),
    );
    observed.slice(1).forEach((reply, at) => expect(reply).not.toBe(observed[at]));
  });

  it('calls before the snapshot is emitted', () => {
    const order: string[] = [];
    from([say.message(answer())])
      .pipe(observeReply({ messageUpdated: () => order.push('called') }))
      .subscribe(reply => order.push(reply.info === undefined ? 'empty' : 'emitted'));
    expect(order).toEqual(['empty', 'called', 'emitted']);
  });

  it('errors with what a method throws, and calls no more', () => {
    const thrown = new Error('mine');
    const told: unknown[] = [];
    const observer: ReplyObserver = {
      partAdded: () => {
        throw thrown;
      },
      partChanged: () => told.push('too late'),
    };
    source.pipe(observeReply(observer)).subscribe({ error: (error: unknown) => told.push(error) });
    expect(told).toEqual([thrown]);
  });

  it('types what each method is called with', () => {
    expectTypeOf<NonNullable<ReplyObserver['partChanged']>>().parameter(0).toEqualTypeOf<PartChanged>();
    expectTypeOf<keyof ReplyObserver>().toEqualTypeOf<ReplyTransition['type']>();
  });
});
