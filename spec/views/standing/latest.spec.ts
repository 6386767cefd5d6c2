import { NEVER } from 'rxjs';
import { latest, type Latest } from '../../../lib/live/standing/latest.js';
import { reuse } from '../../../lib/reply/same-value.js';
import type { OpencodeEvent } from '../../../lib/wire/index.js';
import { deepFreeze } from '../../support/deep-freeze.js';

interface Note {
  readonly text: string;
}

const told = (event: OpencodeEvent) => (event as unknown as { note?: Note }).note;
const { start, hear, fence, take } = latest<Note>({ told, read: () => NEVER, renew: reuse });

const says = (text: string) => deepFreeze({ type: 'x', note: { text } } as unknown as OpencodeEvent);
const other = { type: 'x' } as unknown as OpencodeEvent;
const after = (state: Latest<Note>, ...events: readonly OpencodeEvent[]): Latest<Note> =>
  events.reduce((next, event) => deepFreeze(hear(next, event)), state);

describe('the newest word', () => {
  const known = deepFreeze(take(fence(start), { text: 'read' }));

  it('is what was read, or heard if that came later; none before the first', () => {
    expect(start.value).toBeUndefined();
    expect(known.value).toEqual({ text: 'read' });
    expect(after(start, says('one'), says('two'), other).value).toEqual({ text: 'two' });
    expect(take(fence(after(known, says('heard'))), { text: 'newer' }).value).toEqual({ text: 'newer' });
  });

  it('is not taken back by a read that began before it was heard', () => {
    const overtaken = take(after(fence(known), says('heard')), { text: 'older' });
    expect(overtaken.value).toEqual({ text: 'heard' });
    expect(take(fence(overtaken), { text: 'newer' }).value).toEqual({ text: 'newer' });
  });

  it('is the same by reference when it says the same', () => {
    expect(after(known, says('read')).value).toBe(known.value);
    expect(take(fence(known), { text: 'read' }).value).toBe(known.value);
    expect(hear(known, other)).toBe(known);
  });
});
