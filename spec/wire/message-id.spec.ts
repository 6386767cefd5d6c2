import { createMessageID, messageIDs, timeOfID } from '../../lib/wire/index.js';

const zeros = (count: number): Uint8Array => new Uint8Array(count);

describe('messageIDs', () => {
  it('writes time and counter as 12 hex digits, then 14 digits of chance', () => {
    const next = messageIDs({
      now: () => 0x123456789,
      random: count => Uint8Array.from({ length: count }, (_, i) => i),
    });
    expect(next()).toBe('msg_1234567890000123456789ABCD');
    expect(next()).toBe('msg_1234567890010123456789ABCD');
  });

  it('agrees with the ids of a recorded server', () => {
    const next = messageIDs({ now: () => 1795231952088 });
    expect(next().slice(0, 16)).toBe('msg_1fc29acd8000');
  });

  it('grows with every call, also when the clock stands still or goes back', () => {
    let time = 1_000_000;
    const next = messageIDs({ now: () => time--, random: zeros });
    const ids = Array.from({ length: 10_000 }, next);
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('wraps at 48 bits as the server does', () => {
    const next = messageIDs({ now: () => 2 ** 36 + 1, random: zeros });
    expect(next()).toBe('msg_00000000100000000000000000');
  });

  it('uses every digit', () => {
    const next = messageIDs({ now: () => 0, random: count => Uint8Array.from({ length: count }, () => 61) });
    expect(next()).toBe('msg_000000000000zzzzzzzzzzzzzz');
  });
});

describe('createMessageID', () => {
  it('makes ids of the server’s form, never the same twice', () => {
    const ids = Array.from({ length: 1000 }, createMessageID);
    expect(new Set(ids.map(id => id.slice(16))).size).toBe(1000);
    for (const id of ids) expect(id).toMatch(/^msg_[0-9a-f]{12}[0-9A-Za-z]{14}$/);
  });

  it('does without crypto', () => {
    const crypto = Object.getOwnPropertyDescriptor(globalThis, 'crypto');
    Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true });
    try {
      expect(createMessageID()).toMatch(/^msg_[0-9a-f]{12}[0-9A-Za-z]{14}$/);
      expect(createMessageID().slice(16)).not.toBe(createMessageID().slice(16));
    } finally {
      if (crypto !== undefined) Object.defineProperty(globalThis, 'crypto', crypto);
    }
  });
});

describe('the time of an id', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  const idAt = (time: number) => messageIDs({ now: () => time })();

  it('is when it was made, also where its number has started again since', () => {
    expect(timeOfID(idAt(now - 5_000), now)).toBe(now - 5_000);
    const longAgo = now - 200 * 86_400_000;
    expect(timeOfID(idAt(longAgo), now)).toBe(longAgo);
  });

  it('is now for an id of a server whose clock is ahead', () => {
    expect(timeOfID(idAt(now + 60_000), now)).toBe(now);
  });

  it('is read of any kind of id, and of no other words', () => {
    expect(timeOfID(idAt(now).replace('msg', 'per'), now)).toBe(now);
    expect(['', 'p1', 'per_1', 'per_zzzzzzzzzzzz'].map(id => timeOfID(id, now))).toEqual([
      ...[undefined, undefined, undefined, undefined],
    ]);
  });
});
