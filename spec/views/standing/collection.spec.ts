import { NEVER } from 'rxjs';
import { collection, type Collection } from '../../../lib/live/standing/collection.js';
import type { OpencodeEvent, Session } from '../../../lib/wire/index.js';
import { deepFreeze } from '../../support/deep-freeze.js';

const { start, hear, fence, take } = collection(() => NEVER);

const session = (id: string, updated: number, created = 0): Session => ({ id, time: { created, updated } });

const told = (type: 'created' | 'updated' | 'deleted', info: Session) =>
  deepFreeze<OpencodeEvent>({ type: `session.${type}`, properties: { sessionID: info.id, info } });

const after = (state: Collection, ...events: readonly OpencodeEvent[]): Collection =>
  events.reduce((next, event) => deepFreeze(hear(next, event)), state);

/** What a read makes of it during which these were heard. */
const read = (state: Collection, truth: readonly Session[], ...meanwhile: readonly OpencodeEvent[]): Collection =>
  deepFreeze(take(after(fence(state), ...meanwhile), deepFreeze(truth)));

const idsOf = ({ sessions }: Collection) => sessions.map(({ id }) => id);

describe('a collection of sessions', () => {
  const two = read(start, [session('a', 2), session('b', 1)]);

  it('is all there once it was read, and not before', () => {
    expect([start.loaded, after(start, told('created', session('a', 1))).loaded, two.loaded]).toEqual([
      ...[false, false, true],
    ]);
  });

  it('has the one that changed last first, and of those that changed at once the one made last', () => {
    const read3 = read(start, [session('old', 1), session('first', 5, 1), session('second', 5, 2)]);
    expect(idsOf(read3)).toEqual(['second', 'first', 'old']);
    expect(idsOf(after(read3, told('updated', session('old', 6, 9)), told('created', session('none', 0))))).toEqual([
      ...['old', 'second', 'first', 'none'],
    ]);
  });

  it('counts one that never changed from when it was made, and one without any time as the oldest', () => {
    const made: Session = { id: 'made', time: { created: 3 } };
    expect(idsOf(read(start, [{ id: 'timeless' }, session('b', 2), made, session('a', 4)]))).toEqual([
      ...['a', 'made', 'b', 'timeless'],
    ]);
  });

  it('is the same list when nothing new is heard or read, and keeps every session that did not change', () => {
    const again = after(two, told('updated', session('a', 2)), told('deleted', session('none', 1)));
    expect(again.sessions).toBe(two.sessions);
    expect(read(two, [session('b', 1), session('a', 2)]).sessions).toBe(two.sessions);
    const changed = read(two, [session('a', 2), session('b', 3)]);
    expect(idsOf(changed)).toEqual(['b', 'a']);
    expect(changed.sessions[1]).toBe(two.sessions[0]);
  });

  it('keeps of a session that changed what did not change in it', () => {
    const renamed = { ...session('a', 2), title: 'new' };
    expect(after(two, told('updated', renamed)).sessions[0]?.time).toBe(two.sessions[0]?.time);
    expect(read(two, [renamed]).sessions[0]?.time).toBe(two.sessions[0]?.time);
  });

  it('does not let a read take back what was heard since it began', () => {
    const meanwhile = [
      ...[told('created', session('c', 3)), told('deleted', session('b', 1))],
      told('updated', { ...session('a', 4), title: 'new' }),
    ];
    const now = read(two, [session('a', 2), session('b', 1)], ...meanwhile);
    expect(now.sessions).toEqual([{ ...session('a', 4), title: 'new' }, session('c', 3)]);
  });

  it('gives way to a read in all that was heard of before', () => {
    const heard = after(two, told('updated', session('a', 4)), told('created', session('c', 3)));
    expect(idsOf(read(heard, [session('b', 9)]))).toEqual(['b']);
    expect(idsOf(read(read(two, [], told('created', session('c', 3))), []))).toEqual([]);
  });

  it('does not hear what is said of other things', () => {
    expect(hear(two, { type: 'session.idle', properties: { sessionID: 'a' } })).toBe(two);
  });
});
