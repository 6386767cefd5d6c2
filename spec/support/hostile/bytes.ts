import * as fc from 'fast-check';
import { bytesOf } from '../../transport/parse.js';
import { readTrace, traceNames } from '../traces.js';

/** Real streams, cut to a length that a spec can read often. */
const bodies = traceNames.map(name => {
  const { body } = readTrace(name);
  const from = body.indexOf('message.part.updated');
  return bytesOf(body.slice(Math.max(0, body.lastIndexOf('\n\n', from)), from + 3000));
});

/** Events of several lines, and characters of several bytes. */
const talk = bytesOf(
  ['event: named\nid: 7\ndata: ünïcödé\n: beat\ndata: 漢字 🎉\n', 'data\ndata: {"type":"a"}\nid: 漢\n', 'data: b\n\n']
    .join('\n')
    .repeat(3),
);

const utf8 = (...bytes: readonly number[]): Uint8Array => Uint8Array.from(bytes);

/** Pieces that tempt a parser. */
const nasty = fc.oneof(
  fc
    .constantFrom(
      ...['\n', '\r', '\r\n', '\n\n', '\r\r', '\n\r', '\0', '\uFEFF', '\u00EF\u00BB\u00BF', '\u2028', '🎉'],
      ...[
        'data',
        'data:',
        'data: ',
        '\ndata: {"type":',
        'event: x',
        'id: 7\0',
        'retry: 1',
        'retry: 1e9',
        ':',
        'nobody',
      ],
    )
    .map(bytesOf),
  fc.constantFrom(utf8(0xff), utf8(0xc3), utf8(0xe2, 0x82), utf8(0xf0, 0x9f, 0x8e), utf8(0xed, 0xa0, 0x80), utf8(0x80)),
  fc
    .tuple(fc.constantFrom('data: ', 'event: ', 'id: ', 'retry: ', ': ', 'x'), fc.constantFrom(100, 5_000))
    .map(([field, length]) => bytesOf(`\n${field}${'x'.repeat(length)}`)),
  fc.uint8Array({ maxLength: 8 }),
);

type Change = (bytes: Uint8Array) => Uint8Array;

const place = fc.nat({ max: 1 << 20 });

const spliced = (bytes: Uint8Array, at: number, without: number, piece: Uint8Array): Uint8Array => {
  const from = at % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, from), piece, bytes.subarray(from + without)]);
};

const lineEnds =
  (end: string): Change =>
  bytes =>
    bytesOf(Buffer.from(bytes).toString('utf8').replaceAll('\n', end));

/** What may happen to a stream. */
const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.tuple(place, nasty).map(
      ([at, piece]): Change =>
        bytes =>
          spliced(bytes, at, 0, piece),
    ),
  },
  fc.tuple(place, fc.nat(300)).map(
    ([at, length]): Change =>
      bytes =>
        spliced(bytes, at, length, utf8()),
  ),
  fc.tuple(place, fc.nat(255)).map(
    ([at, byte]): Change =>
      bytes =>
        spliced(bytes, at, 1, utf8(byte)),
  ),
  fc.tuple(place, place, fc.nat(300)).map(([at, from, length]): Change => bytes => {
    const start = from % (bytes.length + 1);
    return spliced(bytes, at, 0, bytes.subarray(start, start + length));
  }),
  fc.constantFrom('\r', '\r\n', '\n\n', '\r\n\r', '').map(lineEnds),
);

/** A stream that a server said, and what became of it on the way; or no stream at all. */
export const spoiledStream: fc.Arbitrary<Uint8Array> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(talk, talk, talk, ...bodies), fc.array(change, { minLength: 1, maxLength: 6 }))
      .map(([body, changes]) => changes.reduce((bytes, happen) => happen(bytes), body)),
  },
  fc.array(nasty, { maxLength: 40 }).map(pieces => Buffer.concat(pieces)),
  fc.uint8Array({ maxLength: 200 }),
);

/** Where a stream is cut: at some places, or every so many bytes. */
export type Cuts = readonly number[] | number;

/** Every way to cut. */
export const anyCuts: fc.Arbitrary<Cuts> = fc.oneof(
  fc.array(place, { maxLength: 12 }),
  fc.integer({ min: 1, max: 9 }),
  fc.integer({ min: 1, max: 999 }),
);

/** The stream in pieces; some may be empty. */
export function cut(bytes: Uint8Array, cuts: Cuts): readonly Uint8Array[] {
  const every = (length: number) =>
    Array.from({ length: Math.floor(bytes.length / length) }, (_cut, at) => at * length);
  const places = typeof cuts === 'number' ? every(cuts) : cuts.map(at => at % (bytes.length + 1));
  const sorted = places.toSorted((one, other) => one - other);
  return [0, ...sorted].map((from, at) => bytes.slice(from, sorted[at] ?? bytes.length));
}
