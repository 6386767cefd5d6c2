import { answer, prompt, reasoning, say, stored, text } from '../../support/events.js';
import { inTurn, turn } from '../../support/fold.js';
import { begun, hello, shown } from './shown-text.js';

const fetchedWith = (...parts: Parameters<typeof stored>[1][]) =>
  turn.fetched({ messages: [stored(prompt()), stored(answer(), ...parts)] });

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

describe('text of a message that was first met in the store', () => {
  const met = inTurn().then(turn.fence, fetchedWith());

  it('is held where it begins with a delta, for what was told before was passed over', () => {
    const late = met.then(say.delta('t', 'rld'));
    expect(shown(late)).toEqual(['', true]);
    expect(shown(late.then(say.delta('t', '!')))).toEqual(['', true]);
    expect(shown(late.then(say.part(text('t', 'Hello world!', { end: true }))))).toEqual(['Hello world!', false]);
  });

  it('is whole where its opening is told', () => {
    expect(shown(met.then(say.part(text('t', '')), say.delta('t', 'Hello')))).toEqual(['Hello', false]);
  });

  it('is whole in a message that was heard of before it was looked for', () => {
    const heard = inTurn().then(say.message(answer()), turn.fence, fetchedWith(), say.delta('t', 'Hello'));
    expect(shown(heard)).toEqual(['Hello', false]);
  });
});
