import { answer, prompt, reasoning, say, stored, text } from '../support/events.js';
import { folding, inTurn, turn, type Folded } from '../support/fold.js';

const begun = inTurn().then(say.message(answer()));
const opened = begun.then(say.part(text('t', '')));
const hello = opened.then(say.delta('t', 'Hel'), say.delta('t', 'lo'));
const shown = ({ reply }: Folded, index = 0) => {
  const part = reply.parts[index];
  return part && 'content' in part ? [part.content, part.held ?? false] : part;
};
const fetchedWith = (...parts: Parameters<typeof stored>[1][]) =>
  turn.fetched({ messages: [stored(prompt()), stored(answer(), ...parts)] });

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

describe('text across a gap', () => {
  const torn = hello.then(turn.gap);

  it('is held as it was', () => {
    expect(torn.names).toEqual(['[working]']);
    expect(shown(torn)).toEqual(['Hello', true]);
    expect(torn.then(turn.gap).steps).toEqual([]);
  });

  it('is not held when it had ended', () => {
    const final = hello.then(say.part(text('t', 'Hello', { end: true })));
    expect(final.then(turn.gap).steps).toEqual([]);
  });

  it('takes no delta, for there is a hole before it', () => {
    expect(torn.then(say.delta('t', 'rld')).steps).toEqual([]);
    expect(torn.then(say.part(text('t', ''))).steps).toEqual([]);
  });

  it.each([
    ['its final text', say.part(text('t', 'Hello world', { end: true })), 'partFinalized'],
    ['a cumulative update', say.part(text('t', 'Hello world')), 'partChanged'],
    ['the text the store has of it', fetchedWith(text('t', 'Hello world', { end: true })), 'partFinalized'],
  ])('is whole again with %s', (_name, healing, told) => {
    const healed = torn.then(say.delta('t', 'rld'), healing);
    expect(shown(healed)).toEqual(['Hello world', false]);
    expect(healed.names).toContain(told);
  });

  it('is whole again with a final text that is the same', () => {
    const healed = torn.then(say.part(text('t', 'Hello', { end: true })));
    expect(shown(healed)).toEqual(['Hello', false]);
    expect(healed.names).toEqual(['partFinalized']);
  });

  it('is whole again with a cumulative update that has nothing new', () => {
    const healed = torn.then(say.part(text('t', 'Hello')));
    expect(shown(healed)).toEqual(['Hello', false]);
    expect(healed.names).toEqual(['partChanged']);
  });

  it('grows on from a cumulative update', () => {
    const healed = torn.then(say.part(text('t', 'Hello wor')), say.delta('t', 'ld'));
    expect(shown(healed)).toEqual(['Hello world', false]);
  });

  it('is held from the start where nobody announced it', () => {
    const late = torn.then(say.delta('u', 'middle'));
    expect(late.names).toEqual(['partAdded']);
    expect(shown(late, 1)).toEqual(['', true]);
    expect(shown(late.then(say.part(text('u', 'The middle', { end: true }))), 1)).toEqual(['The middle', false]);
  });

  it('is whole where it opens after the gap', () => {
    expect(shown(torn.then(say.part(text('u', '')), say.delta('u', 'New')), 1)).toEqual(['New', false]);
  });

  it('is whole where the store told of it before its opening came', () => {
    const looked = begun.then(turn.gap, fetchedWith(text('t', '')));
    expect(shown(looked)).toEqual(['', true]);
    expect(shown(looked.then(say.part(text('t', '')), say.delta('t', 'New')))).toEqual(['New', false]);
  });

  it('is not made whole by an opening that comes after a delta was passed over', () => {
    const late = begun.then(turn.gap, say.delta('t', 'One '), say.part(text('t', '')), say.delta('t', 'two'));
    expect(shown(late)).toEqual(['', true]);
    expect(shown(late.then(say.part(text('t', 'One two', { end: true }))))).toEqual(['One two', false]);
  });

  it('is held where a turn is joined in its middle', () => {
    const joined = inTurn({ gapped: true }).then(say.message(answer()), say.delta('t', 'middle'));
    expect(shown(joined)).toEqual(['', true]);
  });

  it('keeps its kind when it is told late', () => {
    const late = begun.then(turn.gap, say.delta('t', 'Hm'), say.part(reasoning('t', '')));
    expect(late.reply.parts).toMatchObject([{ type: 'reasoning', held: true }]);
  });
});

describe('text in the store', () => {
  it('is never shortened by what the store has while it streams', () => {
    expect(hello.then(fetchedWith(text('t', ''))).reply).toBe(hello.reply);
    expect(hello.then(fetchedWith(text('t', 'Hel'))).reply).toBe(hello.reply);
  });

  it('is held where the store has more of it than was heard', () => {
    const more = hello.then(fetchedWith(text('t', 'Hello wor')));
    expect(shown(more)).toEqual(['Hello wor', true]);
    expect(more.then(say.delta('t', 'd')).steps).toEqual([]);
  });

  it('is authoritative where it has ended, even when it is empty', () => {
    expect(shown(hello.then(fetchedWith(text('t', 'Hell', { end: true }))))).toEqual(['Hell', false]);
    expect(shown(hello.then(fetchedWith(text('t', '', { end: true }))))).toEqual(['', false]);
  });
});
