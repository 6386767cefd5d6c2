import { diffIn, infoIn, slicesOf, statusIn, todosIn } from '../../../lib/live/session/slices.js';
import type { OpencodeEvent } from '../../../lib/wire/index.js';

const event = (type: string, properties: object = {}) => ({ type, properties }) as unknown as OpencodeEvent;

describe('an event of a session', () => {
  it.each([
    ['session.created', ['info']],
    ['session.updated', ['info']],
    ['session.status', ['status', 'rest']],
    ['session.idle', ['status', 'rest']],
    ['session.diff', ['diff']],
    ['todo.updated', ['todos']],
    ['message.updated', ['messages']],
    ['message.removed', ['messages', 'losses']],
    ['message.part.updated', ['messages']],
    ['message.part.delta', ['messages']],
    ['message.part.removed', ['messages']],
    ['session.deleted', []],
    ['unheard.of', []],
  ])('that is %s is for %p', (type, slices) => {
    expect(slicesOf(event(type))).toEqual(slices);
  });

  const info = { id: 'ses_1' };
  const diff = [{ file: 'a' }];

  it.each([
    ['the session', infoIn, event('session.created', { info }), info],
    ['the session', infoIn, event('session.updated', { info }), info],
    ['what it does', statusIn, event('session.status', { status: { type: 'busy' } }), { type: 'busy' }],
    ['what it does', statusIn, event('session.idle'), { type: 'idle' }],
    ['its todos', todosIn, event('todo.updated', { todos: [{ status: 'in-progress' }] }), [{ status: 'in_progress' }]],
    ['its diff', diffIn, event('session.diff', { diff }), diff],
  ])('tells of %s', (_what, tellOf: (event: OpencodeEvent) => unknown, told, expected) => {
    expect(tellOf(told)).toEqual(expected);
    expect(tellOf(event('session.deleted', { info }))).toBeUndefined();
  });
});
