import { expectTypeOf } from 'expect-type';
import type { Reply, ReplyJSON } from '../../lib/reply/reply.js';
import { distill } from '../../lib/reply/result.js';
import { answer, permission, question, reasoning, say, stepFinish, text, todo, tool } from '../support/events.js';
import { inTurn, turn } from '../support/fold.js';

const retry = { type: 'retry', attempt: 1, message: 'later', next: 5 } as const;
const full = inTurn().then(
  say.message(answer()),
  say.part(reasoning('r', 'Hm', { end: true })),
  say.part(text('t', 'One', { end: true })),
  say.part(tool('b', 'completed', { state: { output: 'x' } })),
  say.part(tool('c', 'running')),
  say.part(text('u', 'Two')),
  say.part(stepFinish('s', { cost: 1, tokens: { input: 1 } })),
  say.todos([todo('Plan')]),
  say.status(retry),
  say.asks(question('que_1')),
  say.wantsLeave(permission('per_1')),
).reply;

describe('a reply', () => {
  it('keeps the identity of its tool parts until one of them changes', () => {
    const before = inTurn().then(say.message(answer()), say.part(tool('b', 'completed')), say.part(text('t', '')));
    const grown = before.then(say.delta('t', 'x'));
    expect(before.reply.toolParts).toBe(before.reply.toolParts);
    expect(grown.reply.toolParts).toBe(before.reply.toolParts);
    expect(grown.then(say.part(text('u', ''))).reply.toolParts).toBe(before.reply.toolParts);
    expect(grown.then(say.part(tool('c', 'completed'))).reply.toolParts).toHaveLength(2);
    expect(grown.then(say.part(tool('b', 'completed', { state: { title: 'new' } }))).reply.toolParts).toMatchObject([
      { title: 'new' },
    ]);
  });

  it('is empty before anything is heard', () => {
    const { reply } = inTurn();
    expect(reply.toJSON()).toEqual({
      parts: [],
      fullText: '',
      reasoningText: '',
      toolParts: [],
      status: 'waiting',
      cost: 0,
      tokens: { input: 0, output: 0, reasoning: 0, cache: { read: 0, write: 0 } },
      todos: [],
      pendingQuestions: [],
      pendingPermissions: [],
    });
    expect([reply.error, reply.absorbedBy, reply.retry, reply.info, reply.promptBlocked, reply.firstTextSeen]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      false,
      false,
    ]);
  });

  it('says what it is made of', () => {
    expect(full.fullText).toBe('One\n\nTwo');
    expect(full.reasoningText).toBe('Hm');
    expect(full.toolParts.map(({ id }) => id)).toEqual(['b', 'todo.updated']);
    expect(full.prompts.askedAt('que_1')).toBeDefined();
    expect(full.result).toEqual(distill(full.parts));
  });

  it('is plain data as JSON, with what is not there left out', () => {
    expect(JSON.parse(JSON.stringify(full))).toEqual(full.toJSON());
    expect(full.toJSON()).toMatchObject({ status: 'blocked', retry, cost: 1, info: answer(), todos: [todo('Plan')] });
    expect(Object.keys(full.toJSON())).not.toContain('error');
    const error = { name: 'X', data: { message: 'y' } };
    const over = inTurn().then(turn.settled({ status: 'failed', error, absorbedBy: 'msg_b' })).reply;
    expect(over.toJSON()).toMatchObject({ status: 'failed', error, absorbedBy: 'msg_b' });
  });

  it('reads as the same arrays as long as it lives', () => {
    expect(full.parts).toBe(full.parts);
    expect(full.todos).toBe(full.todos);
    expect(full.pendingQuestions).toBe(full.pendingQuestions);
  });

  it('cannot be written', () => {
    expectTypeOf<Reply['parts']>().toExtend<readonly unknown[]>();
    // @ts-expect-error -- a snapshot is a value
    expect(() => (full.cost = 2)).toThrow(TypeError);
    expectTypeOf(full.toJSON()).toEqualTypeOf<ReplyJSON>();
  });
});
