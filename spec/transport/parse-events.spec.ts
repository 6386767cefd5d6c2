import fc from 'fast-check';
import { of, take } from 'rxjs';
import { parseEvents, type SseMessage } from '../../lib/transport/parse-events.js';
import { marbles } from '../support/marbles.js';
import { everyCut } from './support.js';
import { LINE_ENDS, bytesOf, dataOf, parse } from './parse.js';

/** Everything a stream may hold that tempts a parser, written with LF. */
const HAZARD = [
  '\uFEFFdata: after a BOM',
  '',
  ': a comment',
  ':',
  '',
  '',
  'event: named',
  'id: 7',
  'data: {"text":"ünïcödé 漢字 🎉"}',
  '',
  'data: two',
  'data: lines',
  '',
  'data:no space',
  'data',
  'data:  two spaces',
  '',
  'unknown: field',
  'retry: soon',
  'event: without data',
  '',
  'data: [1,2]',
  'id: a\u0000b',
  '',
  'data: \u2028 is no line end',
  '',
  'data: never ended',
].join('\n');

const EXPECTED: readonly SseMessage[] = [
  { id: undefined, event: undefined, data: 'after a BOM' },
  { id: '7', event: 'named', data: '{"text":"ünïcödé 漢字 🎉"}' },
  { id: undefined, event: undefined, data: 'two\nlines' },
  { id: undefined, event: undefined, data: 'no space\n\n two spaces' },
  { id: undefined, event: undefined, data: '[1,2]' },
  { id: undefined, event: undefined, data: '\u2028 is no line end' },
];

describe.each(LINE_ENDS)('a hazard text with %s', (_name, lineEnd) => {
  const bytes = bytesOf(HAZARD.replaceAll('\n', lineEnd));

  it('is read the same wherever it is cut', () => {
    for (const chunks of everyCut(bytes)) expect(parse(chunks).messages).toEqual(EXPECTED);
  });

  it('is read the same with an empty chunk at every place', () => {
    for (const [first = bytes, second = bytes] of everyCut(bytes).slice(1, -1)) {
      expect(parse([first, new Uint8Array(), second]).messages).toEqual(EXPECTED);
    }
  });

  it('is read the same under a cap that no event exceeds', () => {
    for (const chunks of everyCut(bytes)) {
      const { messages, oversized } = parse(chunks, 120);
      expect(messages).toEqual(EXPECTED);
      expect(oversized).toEqual([]);
    }
  });

  it('gives an event as soon as its blank line is here, whatever comes next', () => {
    expect(dataOf(parse([bytesOf(`data: a${lineEnd}${lineEnd}`)]))).toEqual(['a']);
  });
});

it('reads a text whose lines end in all three ways', () => {
  const bytes = bytesOf('data: a\r\ndata: b\rdata: c\n\r\ndata: d\r\rdata: e\n\ndata: f\r\n\n');
  for (const chunks of everyCut(bytes)) expect(dataOf(parse(chunks))).toEqual(['a\nb\nc', 'd', 'e', 'f']);
});

describe('any bytes', () => {
  const nasty = fc.constantFrom(
    '\n',
    '\r',
    '\r\n',
    'data: ',
    'data:',
    'event: ',
    'id: ',
    ':',
    'x',
    'ü',
    '🎉',
    '\uFEFF',
    '\0',
  );
  const text = fc.array(nasty, { maxLength: 60 }).map(pieces => bytesOf(pieces.join('')));
  const anything = fc.oneof(text, fc.uint8Array({ maxLength: 100 }));

  it('are read the same however they are cut, and never throw', () => {
    const cuts = fc.array(fc.nat({ max: 120 }), { maxLength: 8 });
    fc.assert(
      fc.property(anything, cuts, fc.integer({ min: 1, max: 40 }), (bytes, places, cap) => {
        const sorted = [0, ...places.sort((a, b) => a - b), bytes.length];
        const chunks = sorted.slice(1).map((place, index) => bytes.slice(sorted[index], place));
        expect(parse(chunks)).toEqual(parse([bytes]));
        expect(parse(chunks, cap)).toEqual(parse([bytes], cap));
      }),
      { numRuns: 2_000 },
    );
  });

  it('under a cap give some of the events they give without, in the same order', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 40 }), (bytes, cap) => {
        const all = dataOf(parse([bytes]));
        for (const data of dataOf(parse([bytes], cap))) {
          const at = all.indexOf(data);
          expect(at).toBeGreaterThanOrEqual(0);
          all.splice(0, at + 1);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the operator', () => {
  const values = { a: bytesOf('data: 1\n\n'), b: bytesOf('data: 2\n\ndata: 3\n\n'), c: bytesOf('data: ') };
  const data = (text: string): SseMessage => ({ id: undefined, event: undefined, data: text });
  const messages = { x: [data('1')], y: [data('2'), data('3')] };
  const options = { maxEventBytes: 1_000 };

  it('is silent with a silent source, and ends with an empty one', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold<Uint8Array>('-').pipe(parseEvents(options))).toBe('-');
      expectObservable(cold<Uint8Array>('--|').pipe(parseEvents(options))).toBe('--|');
    });
  });

  it('gives the events of a chunk together, drops what the end cuts off, and hands errors on', () => {
    marbles(({ cold, expectObservable }) => {
      expectObservable(cold('a---b---c|', values).pipe(parseEvents(options))).toBe('x---y----|', messages);
      expectObservable(cold('a---c#', values).pipe(parseEvents(options))).toBe('x----#', messages);
    });
  });

  it('says nothing of a chunk in which no event ends', () => {
    marbles(({ cold, expectObservable, expectSubscriptions }) => {
      const source = cold('c-c-a-a-a', values);
      expectObservable(source.pipe(parseEvents(options), take(1))).toBe('----(x|)', { x: [data('data: data: 1')] });
      expectSubscriptions(source.subscriptions).toBe('^---!');
    });
  });

  it('starts afresh for each subscriber', () => {
    const parsed = of(bytesOf('data: a\n\ndata: half')).pipe(parseEvents(options));
    const heard: string[] = [];
    for (let times = 0; times < 2; times++) parsed.subscribe(([message]) => heard.push(message?.data ?? ''));
    expect(heard).toEqual(['a', 'a']);
  });
});
