import { checkShape, decodeEvent, dictionary, list, sessionCheck, statusCheck } from '../../lib/wire/index.js';
import { inTime } from '../support/in-time.js';

/** More than a call may have as arguments. */
const MANY = 130_000;

/** Enough that a copy of all for each of them takes a minute. */
const QUITE_MANY = 40_000;

/** The frame of a list of things to do, of so many that are alike. */
const frameOf = (todo: string, count = MANY): string =>
  `{"type":"todo.updated","properties":{"todos":[${Array<string>(count).fill(todo).join()}]}}`;

const todosIn = (frame: string): readonly object[] => {
  const { event } = decodeEvent(frame);
  return event?.type === 'todo.updated' ? event.properties.todos : [];
};

const statuses = (status: object | null, length = MANY): object =>
  Object.fromEntries(Array.from({ length }, (_nothing, at) => [`ses_${at}`, status]));

describe('a list of very many', () => {
  it.each(['0', 'null', '[]', '{}', '{"content":null}'])('that are all wrong (%s) is refused', todo => {
    const { invalid } = inTime(() => decodeEvent(frameOf(todo)));
    expect(invalid).toEqual({ type: 'todo.updated', reason: 'properties: more of it is wrong than can be told' });
  });

  it('of which the last is wrong is refused, and its place told', () => {
    const frame = frameOf('{"content":"a"}', 1000).replace(/}]}}$/, '},7]}}');
    expect(decodeEvent(frame).invalid?.reason).toBe('properties.todos.1000: not an object');
  });

  it('that all have nulls is taken without them, in one go', () => {
    const frame = frameOf('{"content":"a","status":null,"more":null}', QUITE_MANY);
    const todos = inTime(() => todosIn(frame));
    expect(todos).toHaveLength(QUITE_MANY);
    expect(todos.at(-1)).toEqual({ content: 'a', more: null });
  });

  it('of which some have nulls leaves what was sent as it is', () => {
    const whole = { id: 'a', more: [null] };
    const sent = [whole, { id: 'b', title: null }, whole];
    const { value } = checkShape(list(sessionCheck), sent);
    expect(value).toEqual([whole, { id: 'b' }, whole]);
    expect(sent[1]).toHaveProperty('title', null);
  });
});

it('nulls go also beside what is nested deeper than a stack', () => {
  const deep: unknown = JSON.parse('['.repeat(20_000) + ']'.repeat(20_000));
  const { value } = checkShape(list(sessionCheck), [{ id: 'a', title: null, deep }]);
  expect(value).toHaveProperty([0, 'deep'], deep);
  expect(value).not.toHaveProperty([0, 'title']);
});

it('a list is refused, or taken, that holds what no JSON does', () => {
  for (const item of [NaN, undefined, () => 1]) {
    expect(checkShape(list(sessionCheck), [item]).error).toBeDefined();
    expect(checkShape(list(sessionCheck), [{ id: 'a', time: item, more: item }]).error === undefined).toBe(
      item === undefined,
    );
    expect(checkShape(list(sessionCheck), [{ id: 'a', more: item }]).error).toBeUndefined();
  }
});

describe('a dictionary of very many', () => {
  it('that are all wrong is refused', () => {
    expect(inTime(() => checkShape(dictionary(statusCheck), statuses({ type: 7 }))).error).toBeDefined();
  });

  it('that all have nulls is taken without them, in one go', () => {
    const sent = statuses({ type: 'busy', message: null }, QUITE_MANY);
    const { value } = inTime(() => checkShape(dictionary(statusCheck), sent));
    expect(JSON.stringify(value)).toBe(JSON.stringify(statuses({ type: 'busy' }, QUITE_MANY)));
  });

  it('that are all null is empty', () => {
    expect(inTime(() => checkShape(dictionary(statusCheck), statuses(null)))).toEqual({ value: {} });
  });

  it('looks into values with any name but one, which no session has, and which harms nobody', () => {
    const sent: unknown = JSON.parse('{"__proto__":{"type":7},"constructor":{"type":"busy","next":null}}');
    const { value } = checkShape(dictionary(statusCheck), sent);
    expect(JSON.stringify(value)).toBe('{"__proto__":{"type":7},"constructor":{"type":"busy"}}');
    expect('type' in {}).toBe(false);
    expect(checkShape(dictionary(statusCheck), JSON.parse('{"constructor":7}')).error).toBeDefined();
  });
});
