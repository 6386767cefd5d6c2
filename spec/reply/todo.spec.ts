import { canonicalTodo, canonicalTodos } from '../../lib/reply/todo.js';

describe('canonicalTodo', () => {
  it('spells the status with underscores and lets every other field pass', () => {
    const todo = Object.freeze({ content: 'Plan', status: 'in-progress', priority: 'high', id: '1', later: true });
    expect(canonicalTodo(todo)).toEqual({ ...todo, status: 'in_progress' });
  });

  it.each([{ content: 'a', status: 'in_progress' }, { content: 'a' }, { status: undefined }])(
    'gives back %j itself',
    todo => {
      expect(canonicalTodo(todo)).toBe(todo);
    },
  );

  it('leaves a status alone that is no string', () => {
    const sparse = JSON.parse('{"status":null}') as { status?: string };
    expect(canonicalTodo(sparse)).toBe(sparse);
  });
});

describe('canonicalTodos', () => {
  it('makes every item canonical and keeps the untouched ones', () => {
    const todos = [{ status: 'not-started-yet' }, { status: 'completed' }];
    const canonical = canonicalTodos(todos);
    expect(canonical).toEqual([{ status: 'not_started_yet' }, { status: 'completed' }]);
    expect(canonical[1]).toBe(todos[1]);
  });

  it('gives back the list itself when there is nothing to change', () => {
    const todos = [{ status: 'pending' }];
    expect(canonicalTodos(todos)).toBe(todos);
  });

  it('drops what is no object', () => {
    const todos = JSON.parse('[null,"x",{"status":"pending"},[]]') as { status: string }[];
    expect(canonicalTodos(todos)).toEqual([{ status: 'pending' }]);
  });
});
