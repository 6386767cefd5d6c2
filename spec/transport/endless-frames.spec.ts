import { Subject } from 'rxjs';
import { parseEvents } from '../../lib/transport/parse-events.js';
import { isFuzz } from '../support/fuzz.js';
import { heldBytes } from '../support/heap.js';
import { bytesOf } from './parse.js';

const MIB = 1 << 20;

/** How much of an event comes that never ends. */
const SENT = (isFuzz ? 200 : 6) * MIB;

/** A stream that goes on for as long as a spec wants. */
class Stream {
  readonly data: string[] = [];
  readonly oversized: number[] = [];
  readonly #chunks$ = new Subject<Uint8Array>();

  constructor(maxEventBytes: number) {
    const onOversized = (size: number): void => void this.oversized.push(size);
    this.#chunks$
      .pipe(parseEvents({ maxEventBytes, onOversized }))
      .subscribe(batch => this.data.push(...batch.map(({ data }) => data)));
  }

  /** Says this again and again, until it was so many bytes. */
  say(text: string, atLeast = 1): void {
    const piece = bytesOf(text.repeat(Math.min(65_536, atLeast) / text.length + 1));
    for (let sent = 0; sent < atLeast; sent += piece.length) this.#chunks$.next(piece.slice());
  }
}

const FIELDS = ['data: ', 'id: ', 'event: ', 'retry: ', 'unknown: ', ': ', ' '];

describe('an event that never ends its one line', () => {
  const lines = [...FIELDS.map(field => [field, 'x'] as const), ['data: ', '🎉'] as const];

  it.each(lines)('is not held (%j, %s)', async (field, rest) => {
    const stream = new Stream(MIB);
    const before = await heldBytes();
    stream.say(`data: before\n\n${field}`);
    stream.say(rest, SENT);
    expect((await heldBytes()) - before).toBeLessThan(8 * MIB);
    stream.say('\n\ndata: after\n\n');
    expect(stream.data).toEqual(['before', 'after']);
    expect(stream.oversized).toHaveLength(1);
  });
});

describe('an event of ever more lines', () => {
  it.each(['data: x\n', 'data\r', 'id: 1\r\n', 'event: e\n', ': beat\n'])('is not held (%j)', async line => {
    const stream = new Stream(MIB);
    const before = await heldBytes();
    stream.say(line, SENT);
    expect((await heldBytes()) - before).toBeLessThan(8 * MIB);
    stream.say('\n\ndata: after\n\n');
    expect(stream.data).toEqual(['after']);
  });
});

it.each(isFuzz ? FIELDS : ['data: ', 'unknown: '])(
  'of an event that comes byte by byte, and just fits, all is let go when it has ended (%j)',
  async field => {
    const stream = new Stream(MIB);
    const before = await heldBytes();
    for (let round = 0; round < 2; round++) {
      stream.say(`data: x\n${field}`);
      for (let at = 0; at < MIB / 32; at++) stream.say('x');
      stream.say('\n\n');
    }
    expect(stream.data.map(data => data.slice(0, 1))).toEqual(['x', 'x']);
    stream.data.length = 0;
    expect((await heldBytes()) - before).toBeLessThan(2 * MIB);
  },
);
