import { reasoning, say, text } from '../../support/events.js';
import { folding } from '../../support/fold.js';
import { begun, hello, opened, shown } from './shown-text.js';

describe('text, live', () => {
  it('is announced empty, grows by its deltas, and ends with its final text', () => {
    expect(opened.told).toEqual([
      { type: 'partAdded', index: 0, part: { type: 'text', id: 't', messageID: 'msg_answer', content: '' } },
    ]);
    expect(hello.told).toMatchObject([
      { type: 'partChanged', index: 0, delta: 'Hel', part: { content: 'Hel' } },
      { type: 'partChanged', index: 0, delta: 'lo', part: { content: 'Hello' } },
    ]);
    const final = hello.then(say.part(text('t', 'Hello', { end: true })));
    expect(final.told).toMatchObject([{ type: 'partFinalized', index: 0, part: { content: 'Hello' } }]);
    expect(final.reply).toBe(hello.reply);
  });

  it.each([
    ['shorter', 'Hell'],
    ['longer', 'Hello there'],
    ['another', 'Good day'],
  ])('is in the end what the final text says, also where that is %s', (_name, content) => {
    const final = hello.then(say.part(text('t', content, { end: true })));
    expect(final.reply.fullText).toBe(content);
    expect(final.names).toEqual(['partFinalized']);
  });

  it('keeps what is shown where the final update is empty', () => {
    const final = hello.then(say.part(text('t', '', { end: true })));
    expect(shown(final)).toEqual(['Hello', false]);
    expect(final.names).toEqual(['partFinalized']);
    expect(final.then(say.delta('t', '!')).steps).toEqual([]);
  });

  it('is not touched by an empty update', () => {
    expect(hello.then(say.part(text('t', ''))).reply).toBe(hello.reply);
    expect(opened.then(say.part(text('t', ''))).steps).toEqual([]);
  });

  it('never re-opens after its end', () => {
    const final = hello.then(say.part(text('t', 'Hello', { end: true })));
    for (const late of [say.delta('t', '!'), say.part(text('t', 'Hel')), say.part(text('t', ''))])
      expect(final.then(late).steps).toEqual([]);
    const corrected = final.then(say.part(text('t', 'Hello!', { end: true })));
    expect(shown(corrected)).toEqual(['Hello!', false]);
    expect(corrected.names).toEqual(['partFinalized']);
  });

  it('comes whole where a server sends no deltas at all', () => {
    const whole = begun.then(say.part(text('t', 'Hello', { end: true })));
    expect(whole.names).toEqual(['partAdded', 'partFinalized']);
    expect(shown(whole)).toEqual(['Hello', false]);
    expect(whole.then(say.delta('t', '!')).steps).toEqual([]);
  });

  it('is read from cumulative updates, the delta of which is found out', () => {
    const heard = begun.then(
      say.part(text('t', 'Let ')),
      say.part(text('t', 'Let me ')),
      say.part(text('t', 'Let me run')),
    );
    expect(heard.told).toMatchObject([
      { type: 'partAdded', part: { content: 'Let ' } },
      { type: 'partChanged', delta: 'me ', part: { content: 'Let me ' } },
      { type: 'partChanged', delta: 'run', part: { content: 'Let me run' } },
    ]);
  });

  it('is replaced by a non-empty update that does not go on from what is shown', () => {
    const [told] = hello.then(say.part(text('t', 'Good'))).told;
    expect(told).toMatchObject({ type: 'partChanged', part: { content: 'Good' } });
    expect(told).not.toHaveProperty('delta');
    expect(shown(hello.then(say.part(text('t', 'Hel'))))).toEqual(['Hel', false]);
  });

  it('may begin with a delta, and is told for what it is when it is announced', () => {
    const early = begun.then(say.delta('t', 'Hm'));
    expect(early.names).toEqual(['partAdded', 'partChanged']);
    expect(early.told[0]).toMatchObject({ part: { type: 'text', content: '' } });
    expect(shown(early)).toEqual(['Hm', false]);
    const announced = early.then(say.part(reasoning('t', '')));
    expect(announced.told).toEqual([
      {
        type: 'partChanged',
        index: 0,
        part: { type: 'reasoning', id: 't', messageID: 'msg_answer', content: 'Hm' },
      },
    ]);
    const final = announced.then(say.delta('t', 'm'), say.part(reasoning('t', 'Hmm', { end: true })));
    expect([final.reply.reasoningText, final.reply.fullText]).toEqual(['Hmm', '']);
  });

  it('is told for reasoning by its final update at the latest', () => {
    const final = begun.then(say.delta('t', 'Hm'), say.part(reasoning('t', 'Hm', { end: true })));
    expect(final.reply.parts).toMatchObject([{ type: 'reasoning', content: 'Hm' }]);
    expect(final.names.at(-1)).toBe('partFinalized');
  });

  it('takes a delta without a field for text, and none of another field', () => {
    const bare = {
      type: 'message.part.delta',
      properties: { messageID: 'msg_answer', partID: 't', delta: '!' },
    } as const;
    expect(hello.then(bare).reply.fullText).toBe('Hello!');
    expect(begun.then(say.delta('t', 'Hm', { field: 'reasoning' })).reply.reasoningText).toBe('Hm');
    expect(begun.then(say.delta('t', '{', { field: 'input' })).steps).toEqual([]);
  });

  it('joins several with a blank line, and leaves empty ones out', () => {
    const { reply } = hello.then(say.part(text('e', '', { end: true })), say.part(text('u', 'There', { end: true })));
    expect(reply.fullText).toBe('Hello\n\nThere');
    expect(reply.parts).toHaveLength(3);
  });

  it('is first seen when it is not empty', () => {
    expect(opened.reply.firstTextSeen).toBe(false);
    expect(begun.then(say.part(reasoning('r', 'Hm'))).reply.firstTextSeen).toBe(false);
    expect(hello.reply.firstTextSeen).toBe(true);
  });

  it('begins the reply with its first event', () => {
    const delta = folding().then(say.delta('t', 'Hi'));
    expect(delta.names).toEqual(['[working]', 'partAdded', 'partChanged']);
    expect(folding().then(say.part(text('t', ''))).names).toEqual(['[working]', 'partAdded']);
  });
});
