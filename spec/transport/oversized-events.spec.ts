import { NEVER, type Observable, concat, from, of, throwError } from 'rxjs';
import { parseEvents } from '../../lib/transport/parse-events.js';
import { everyCut } from './support.js';
import { LINE_ENDS, bytesOf, dataOf, parse } from './parse.js';

describe.each(LINE_ENDS)('an oversized event with %s', (_name, lineEnd) => {
  const long = `data: ${'ü'.repeat(30)}`;
  const lines = [
    'data: before',
    '',
    'event: x',
    long,
    'data: its rest',
    '',
    'data: after',
    '',
    long,
    '',
    'data: last',
    '',
  ];
  const bytes = bytesOf([...lines, ''].join(lineEnd));

  it('is refused with its size and nothing else is lost, wherever the text is cut', () => {
    const whole = parse([bytes], 40);
    expect(dataOf(whole)).toEqual(['before', 'after', 'last']);
    expect(whole.oversized).toHaveLength(2);
    for (const chunks of everyCut(bytes)) expect(parse(chunks, 40)).toEqual(whole);
  });

  it('may be exactly as long as allowed', () => {
    const event = bytesOf(`data: ${'x'.repeat(20)}${lineEnd}${lineEnd}`);
    const twice = Uint8Array.of(...event, ...event);
    for (const chunks of everyCut(twice)) expect(parse(chunks, event.length).messages).toHaveLength(2);
    for (const chunks of everyCut(event)) {
      expect(parse(chunks, event.length).messages).toHaveLength(1);
      // The LF that may follow the CR of a blank line belongs to no event.
      expect(parse(chunks, event.length - 2)).toMatchObject({ messages: [], oversized: [expect.any(Number)] });
    }
  });
});

describe('what is oversized', () => {
  it('counts bytes, its fields and comments included', () => {
    const event = ': comment\nid: 1\ndata: ü\n\n';
    const size = bytesOf(event).length;
    expect(parse([bytesOf(event)], size).oversized).toEqual([]);
    expect(parse([bytesOf(event)], size - 1).oversized).toEqual([size]);
  });

  it('is never held: a refused event costs no memory, however long it is', () => {
    const chunk = new Uint8Array(1 << 20).fill(120);
    const endless = function* (): Generator<Uint8Array> {
      yield bytesOf('data: ');
      for (let sent = 0; sent < 200; sent++) yield chunk;
      yield bytesOf('\n\ndata: after\n\n');
    };
    const before = process.memoryUsage().heapUsed;
    expect(parse(endless(), 1 << 16)).toEqual({
      messages: [{ id: undefined, event: undefined, data: 'after' }],
      oversized: [200 * (1 << 20) + 8],
    });
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(20 << 20);
  });

  it('is told also when the stream ends or breaks within it, and not when nobody listens any more', () => {
    const broken = new Error('cut');
    const long = bytesOf(`data: ${'x'.repeat(50)}`);
    const heard = (rest: Observable<never>): number[] => {
      const sizes: number[] = [];
      concat(of(long), rest)
        .pipe(parseEvents({ maxEventBytes: 20, onOversized: size => sizes.push(size) }))
        .subscribe({ error: () => undefined })
        .unsubscribe();
      return sizes;
    };
    expect(heard(from([]))).toEqual([56]);
    expect(heard(throwError(() => broken))).toEqual([56]);
    expect(heard(NEVER)).toEqual([]);
  });
});
