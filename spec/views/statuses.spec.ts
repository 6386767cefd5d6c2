import { NEVER } from 'rxjs';
import { statusBoard, type StatusBoard } from '../../lib/live/statuses.js';
import type { OpencodeEvent, SessionStatus, SessionStatuses } from '../../lib/wire/index.js';
import { deepFreeze } from '../support/deep-freeze.js';

const { start, hear, fence, take } = statusBoard(() => NEVER);

const busy: SessionStatus = { type: 'busy' };
const retry: SessionStatus = { type: 'retry', attempt: 1 };

const event = (type: string, sessionID: string, more: object = {}) =>
  deepFreeze({ type, properties: { sessionID, ...more } } as unknown as OpencodeEvent);
const told = (sessionID: string, status: SessionStatus) => event('session.status', sessionID, { status });
const idle = (sessionID: string) => event('session.idle', sessionID);
const deleted = (id: string) => event('session.deleted', id, { info: { id } });

const after = (board: StatusBoard, ...events: readonly OpencodeEvent[]): StatusBoard =>
  events.reduce((next, one) => deepFreeze(hear(next, one)), board);

/** What a read makes of it during which these were heard. */
const read = (board: StatusBoard, truth: SessionStatuses, ...meanwhile: readonly OpencodeEvent[]): StatusBoard =>
  deepFreeze(take(after(fence(board), ...meanwhile), deepFreeze(truth)));

describe('what sessions are doing', () => {
  const working = read(start, { a: busy, b: retry });

  it('is all there once it was read, and not before', () => {
    expect([start.loaded, after(start, told('a', busy)).loaded, working.loaded]).toEqual([false, false, true]);
  });

  it('is told of those that are not idle, heard or read', () => {
    expect(read(start, { a: busy, b: { type: 'idle' } }).statuses).toEqual({ a: busy });
    expect(after(working, told('c', busy), told('a', { type: 'idle' })).statuses).toEqual({ b: retry, c: busy });
    expect(after(working, idle('a')).statuses).toEqual({ b: retry });
  });

  it('is nothing of a session that is deleted', () => {
    expect(after(working, deleted('a')).statuses).toEqual({ b: retry });
  });

  it('is the same record when nothing new is heard or read, and keeps what did not change', () => {
    expect(after(working, told('a', { type: 'busy' }), idle('none')).statuses).toBe(working.statuses);
    expect(read(working, { b: { ...retry }, a: { ...busy } }).statuses).toBe(working.statuses);
    expect(read(working, { b: { ...retry } }).statuses['b']).toBe(working.statuses['b']);
  });

  it('is not taken back by a read that began before it was heard', () => {
    const meanwhile = [told('c', busy), idle('a'), deleted('b')];
    expect(read(working, { a: busy, b: retry }, ...meanwhile).statuses).toEqual({ c: busy });
  });

  it('gives way to a read in all that was heard of before', () => {
    expect(read(after(working, told('c', busy)), { a: retry }).statuses).toEqual({ a: retry });
    expect(read(read(start, {}, told('c', busy)), {}).statuses).toEqual({});
  });

  it('does not change when something else is told of a session', () => {
    expect(hear(working, event('session.updated', 'a', { info: { id: 'a' } }))).toBe(working);
  });
});
