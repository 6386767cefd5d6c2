import { answer, prompt, say, stored, text, todo, tool } from '../../support/events.js';
import { folding, inTurn, turn } from '../../support/fold.js';

const begun = inTurn().then(say.message(answer()));
const one = [todo('Plan', 'in_progress')];
const two = [todo('Plan', 'completed'), todo('Do')];
const heard = begun.then(say.part(text('t', 'First', { end: true })), say.todos(one));
const written = (todos: readonly object[]) =>
  tool('w', 'completed', { tool: 'todowrite', state: { input: { todos } } });
const streamOnly = (todos: readonly object[]) => ({
  type: 'tool',
  id: 'todo.updated',
  messageID: 'msg_answer',
  tool: 'todowrite',
  status: 'completed',
  input: { todos },
  metadata: { source: 'todo.updated' },
});

describe('the todo list', () => {
  it('is the latest that was heard, with canonical statuses', () => {
    const spelled = begun.then(say.todos([todo('Plan', 'in-progress')]));
    expect(spelled.reply.todos).toEqual(one);
    expect(spelled.told[0]).toEqual({ type: 'todosChanged', todos: one });
    expect(spelled.then(say.todos(two)).reply.todos).toEqual(two);
  });

  it('is shown as a part where only its event tells of it', () => {
    expect(heard.names.slice(-2)).toEqual(['todosChanged', 'partAdded']);
    expect(heard.reply.parts[1]).toEqual(streamOnly(one));
    const changed = heard.then(say.todos(two));
    expect(changed.names).toEqual(['todosChanged', 'toolProgressed']);
    expect(changed.reply.parts[1]).toEqual(streamOnly(two));
    expect(changed.reply.toolParts).toHaveLength(1);
  });

  it.each(['todowrite', 'todoread'])('makes no part where a `%s` call tells of it', name => {
    const called = begun.then(say.part(tool('w', 'running', { tool: name })));
    expect(called.then(say.todos(one)).names).toEqual(['todosChanged']);
  });

  it('gives up its part for a real call', () => {
    const called = heard.then(say.part(written(one)));
    expect(called.reply.parts.map(({ id }) => id)).toEqual(['t', 'w']);
    expect(called.told).toMatchObject([
      { type: 'partAdded', index: 1 },
      { type: 'toolProgressed', index: 1 },
    ]);
  });

  it('keeps its part, at its place, where the store has no such call', () => {
    const later = heard.then(say.part(text('u', 'Last', { end: true })));
    const messages = [
      stored(prompt()),
      stored(answer(), text('t', 'First', { end: true }), text('u', 'Last', { end: true })),
    ];
    const looked = later.then(turn.fetched({ messages, todos: one }), turn.settled({ status: 'completed' }));
    expect(looked.reply.parts).toBe(later.reply.parts);
    expect(looked.reply.parts.map(({ id }) => id)).toEqual(['t', 'todo.updated', 'u']);
  });

  it('gives up its part for the call the store has', () => {
    const messages = [stored(prompt()), stored(answer(), text('t', 'First', { end: true }), written(one))];
    const looked = heard.then(turn.fetched({ messages, todos: one }));
    expect(looked.reply.parts.map(({ id }) => id)).toEqual(['t', 'w']);
    const known = begun.then(say.part(written(one)), say.partRemoved('w'), say.todos(one));
    expect(known.then(turn.fetched({ messages })).reply.parts.map(({ id }) => id)).toEqual(['t', 'w']);
  });

  it('is changed by the store, but not back', () => {
    const looked = heard.then(turn.fence, turn.fetched({ todos: two }));
    expect(looked.reply.todos).toEqual(two);
    expect(looked.reply.parts[1]).toEqual(streamOnly(two));
    expect(heard.then(turn.fence, say.todos(two), turn.fetched({ todos: one })).reply.todos).toEqual(two);
  });

  it('of an earlier turn makes no part of this one', () => {
    const looked = begun.then(turn.fetched({ todos: one }));
    expect(looked.names).toEqual(['todosChanged']);
    expect([looked.reply.todos, looked.reply.parts]).toEqual([one, []]);
    const queued = inTurn().then(say.todos(one));
    expect([queued.reply.todos, queued.reply.parts]).toEqual([one, []]);
    expect(queued.then(say.message(answer())).reply.parts).toEqual([]);
  });

  it("of a child is the child's", () => {
    expect(begun.then(say.todos(one, 'ses_child')).steps).toEqual([]);
    expect(folding().then(say.todos(one, 'ses_any')).reply.todos).toEqual(one);
  });

  it('of a server that names no session is ours', () => {
    expect(begun.then({ type: 'todo.updated', properties: { todos: one } }).reply.todos).toEqual(one);
  });
});
