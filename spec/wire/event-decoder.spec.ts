import * as fc from 'fast-check';
import { decodeEvent, eventDecoder } from '../../lib/wire/index.js';

interface Fields {
  readonly id?: string;
  readonly messageID?: string;
  readonly partID?: string;
  readonly delta?: unknown;
}

const ids = { sessionID: 'ses_1', messageID: 'msg_1', partID: 'prt_1' };

const delta = ({ id = 'evt_1', messageID = 'msg_1', partID = 'prt_1', delta = 'word ' }: Fields = {}): string =>
  JSON.stringify({
    id,
    type: 'message.part.delta',
    properties: { ...ids, messageID, partID, field: 'text', delta },
  });

/** Decodes frames one after the other, and expects of each what it would give by itself. */
function expectTheSame(frames: readonly string[]): void {
  const decode = eventDecoder();
  for (const frame of frames) expect(decode(frame)).toStrictEqual(decodeEvent(frame));
}

describe('the decoder of a stream', () => {
  it('does not parse a delta that is written as the two before', () => {
    const decode = eventDecoder();
    const parse = jest.spyOn(JSON, 'parse');
    const parsed = ['a', 'b', 'c', 'd'].map((words, at) => {
      parse.mockClear();
      expect(decode(delta({ id: `evt_${String(at)}`, delta: words })).event?.properties).toMatchObject({
        delta: words,
      });
      return parse.mock.calls.map(([json]) => json.length > 50);
    });
    parse.mockRestore();
    expect(parsed).toEqual([[true], [true], [false], [false]]);
  });

  it.each([
    ['another part', delta({ partID: 'prt_2' })],
    ['another message', delta({ messageID: 'msg_2' })],
    ['an id that needs care', delta({ id: 'evt "2"\\' })],
    ['an empty id', delta({ id: '' })],
    ['no id', delta().replace('"id":"evt_1",', '')],
    ['words that need care', delta({ delta: '"\\\n\u2028\u0000ü🎉\ud800' })],
    ['no words', delta({ delta: '' })],
    ['words that are none', delta({ delta: 7 })],
    ['words that are none again', delta({ delta: { delta: 'word ' } })],
    ['words that break off', delta().slice(0, -4)],
    ['a raw tab in its words', delta({ delta: 'TAB' }).replace('TAB', '\t')],
    ['a raw tab in its id', delta({ id: 'TAB' }).replace('TAB', '\t')],
    ['more behind the words', delta().replace('"word "', '"word ","more":1')],
    ['more behind it all', `${delta()}}`],
    ['something before', ` ${delta()}`],
    ['white space', delta().replace('"word "', ' "word " ')],
    ['another type', delta().replace('part.delta', 'part.deltas')],
    ['a second id at its end', delta().replace(/\}$/, ',"id":"evt_9"}')],
    ['nothing', ''],
  ])('hears %s as what it is, and goes on', (_, frame) => {
    expectTheSame([delta(), delta(), delta(), frame, frame, frame, delta(), delta(), delta()]);
  });

  it('is not fooled by a delta that holds its own words twice', () => {
    const twice = (id: string, words: string): string =>
      JSON.stringify({
        id,
        type: 'message.part.delta',
        properties: { ...ids, more: { delta: words }, '"delta":': words, delta: words },
      });
    expectTheSame([twice('a', 'x'), twice('b', 'x'), twice('c', 'y'), twice('d', 'y')]);
  });

  it('is not fooled by a second id, nor by words that are not the last thing', () => {
    const twoIDs = (id: string): string => delta().replace('"evt_1"', `"${id}","id":"evt_9"`);
    expectTheSame([twoIDs('evt_1'), twoIDs('evt_2'), twoIDs('evt_3'), twoIDs('evt_4')]);
    const fieldLast = (field: string): string =>
      JSON.stringify({ id: 'a', type: 'message.part.delta', properties: { ...ids, delta: 'text', field } });
    expectTheSame([fieldLast('text'), fieldLast('text'), fieldLast('tool'), fieldLast('text')]);
  });

  it('takes deltas that are nested deeper than a stack', () => {
    const more = '['.repeat(20_000) + ']'.repeat(20_000);
    const deep = `{"id":"a","type":"message.part.delta","properties":{"more":${more},"messageID":"m","partID":"p","delta":"a"}}`;
    const decode = eventDecoder();
    expect([deep, deep, deep].map(frame => decode(frame).event?.type)).toEqual(Array(3).fill('message.part.delta'));
  });

  it('gives what each frame gives by itself, whatever frames there are', () => {
    const words = fc.oneof(fc.string(), fc.constantFrom('}}', '"', '"}}', '\\', '","delta":"', 'word '));
    const some = fc.constantFrom('a', 'b');
    const usual = fc.record({ id: fc.oneof(fc.string(), fc.constant('evt_1')), partID: some, delta: words }).map(delta);
    const cut = fc.tuple(usual, fc.nat(250)).map(([frame, length]) => frame.slice(0, length));
    const extra = fc.tuple(usual, fc.nat(250), fc.string({ maxLength: 3 }));
    const bent = extra.map(([frame, at, more]) => frame.slice(0, at) + more + frame.slice(at));
    const frame = fc.oneof({ weight: 6, arbitrary: usual }, cut, bent, fc.json());
    fc.assert(fc.property(fc.array(frame, { maxLength: 12 }), expectTheSame), { numRuns: 2_000 });
  });
});
