import { inTime } from '../support/in-time.js';
import { bytesOf, dataOf, parse } from './parse.js';
import { everyCut } from './support.js';

const LONG = `data: ${'x'.repeat(50)}\n\n`;
const LOOKS_LIKE_ONE = '\u00EF\u00BB\u00BF';

describe('a byte order mark', () => {
  it.each([
    ['is passed over where the stream begins', '\uFEFFdata: a\n\n', ['a']],
    ['is one only once', '\uFEFF\uFEFFdata: a\n\ndata: b\n\n', ['b']],
    ['is none behind an event that was refused', `${LONG}\uFEFFdata: a\n\ndata: b\n\n`, ['b']],
    ['is no three letters that look like its bytes', `${LOOKS_LIKE_ONE}data: a\n\ndata: b\n\n`, ['b']],
    ['nor are they behind a refused event', `${LONG}${LOOKS_LIKE_ONE}data: a\n\ndata: b\n\n`, ['b']],
  ])('%s', (_what, text, expected) => {
    for (const chunks of everyCut(bytesOf(text))) expect(dataOf(parse(chunks, 40))).toEqual(expected);
  });
});

describe('a chunk of very many lines', () => {
  it.each([
    ['and one CR', 'data: x\n', '\ndata: after\n\n\r'],
    ['that are blank, and one CR', '\n', 'data: after\n\n\r'],
    ['that end in CRLF', 'data: x\r\n', '\r\ndata: after\r\n\r\n'],
    ['without data', 'data:\n', '\ndata: after\n\n'],
  ])('%s is read in time', (_what, line, end) => {
    const chunk = bytesOf(line.repeat(300_000) + end);
    expect(dataOf(inTime(() => parse([chunk]))).at(-1)).toBe('after');
  });
});
