import type { Part } from '../../../lib/wire/index.js';
import { answer, ended, file, prompt, say, stepFinish, stored, text, tool } from '../../support/events.js';
import { inTurn, turn, type Folded } from '../../support/fold.js';

const begun = inTurn().then(say.message(answer()));
const fetchedWith = (...parts: readonly Part[]) =>
  turn.fetched({
    messages: [stored(prompt(), text('p', 'Hi', { messageID: 'msg_prompt' })), stored(answer(), ...parts)],
  });
const ids = ({ reply }: Folded) => reply.parts.map(({ id }) => id);
const final = (id: string, content = id) => text(id, content, { end: true });

describe('what the store holds', () => {
  it('is shown as if it had been heard', () => {
    const parts = [final('t'), tool('b', 'completed', { state: { output: 'x' } }), stepFinish('s', { cost: 1 })];
    const looked = inTurn().then(fetchedWith(...parts));
    const heard = begun.then(...parts.map(say.part));
    expect(looked.reply.toJSON()).toEqual(heard.reply.toJSON());
    expect(looked.names).toEqual([
      '[working]',
      'messageUpdated',
      'partAdded',
      'partFinalized',
      'partAdded',
      'toolProgressed',
      'stepFinished',
    ]);
  });

  it('changes nothing where all of it was heard', () => {
    const parts = [final('t'), tool('b', 'completed'), file('f'), stepFinish('s', { cost: 1 })];
    const heard = begun.then(...parts.map(say.part));
    const looked = heard.then(turn.fence, fetchedWith(...parts));
    expect(looked.steps).toEqual([]);
    expect(looked.reply).toBe(heard.reply);
  });

  it('gives the order, and takes away what it lacks', () => {
    const heard = begun.then(...[final('c'), final('x'), final('a')].map(say.part));
    const looked = heard.then(fetchedWith(final('a'), final('b'), final('c')));
    expect(ids(looked)).toEqual(['a', 'b', 'c']);
    expect(looked.reply.parts[2]).toBe(heard.reply.parts[0]);
  });

  it('takes away a message it lacks, and what that cost', () => {
    const second = answer({ id: 'msg_2', time: { created: 5 } });
    const heard = begun.then(say.part(final('t')), say.part(stepFinish('s', { cost: 1 })), say.message(second));
    const looked = heard.then(turn.fetched({ messages: [stored(prompt()), stored(second)] }));
    expect([ids(looked), looked.reply.cost, looked.reply.info]).toEqual([[], 0, second]);
    const since = begun.then(turn.fence, say.message(second), fetchedWith());
    expect(since.reply.info).toEqual(second);
  });

  it('leaves at its place what was heard since the look began', () => {
    const heard = begun.then(say.part(final('a')), say.part(final('c')), turn.fence, say.part(final('d')));
    expect(ids(heard.then(fetchedWith(final('a'), final('b'), final('c'))))).toEqual(['a', 'b', 'c', 'd']);
    const first = begun.then(turn.fence, say.part(final('z')));
    expect(ids(first.then(fetchedWith(final('a'))))).toEqual(['z', 'a']);
  });

  it('is not asked for where only the prompts were', () => {
    const heard = begun.then(say.part(final('a')));
    expect(heard.then(turn.fetched({ questions: [] })).reply).toBe(heard.reply);
  });

  it('takes down its fence', () => {
    expect(begun.then(turn.fence).state.ledger.touched).toEqual(new Set());
    expect(begun.then(turn.fence, fetchedWith()).state.ledger.touched).toBeUndefined();
    expect(begun.then(turn.fence, turn.fetched({})).state.ledger.touched).toBeUndefined();
  });
});

describe('an answer older than what was heard', () => {
  const fenced = begun.then(
    say.part(text('t', '')),
    say.part(tool('b', 'running', { state: { title: 'old' } })),
    turn.fence,
  );

  it('does not change a text', () => {
    const grown = fenced.then(say.delta('t', 'Hel'));
    expect(grown.then(fetchedWith(text('t', 'Hello wor'), tool('b', 'running'))).reply.fullText).toBe('Hel');
  });

  it('ends a text that is open', () => {
    const grown = fenced.then(say.delta('t', 'Hel'));
    const looked = grown.then(fetchedWith(final('t', 'Hello'), tool('b', 'running')));
    expect(looked.reply.fullText).toBe('Hello');
    expect(looked.names).toEqual(['partFinalized']);
  });

  it('does not change a text that has ended', () => {
    const ended = fenced.then(say.part(final('t', 'Hello')));
    expect(ended.then(fetchedWith(final('t', 'Hel'), tool('b', 'running'))).steps).toEqual([]);
  });

  it('does not change a tool, but to end it', () => {
    const advanced = fenced.then(say.part(tool('b', 'running', { state: { title: 'new' } })));
    expect(advanced.then(fetchedWith(text('t', ''), tool('b', 'running', { state: { title: 'old' } }))).steps).toEqual(
      [],
    );
    const done = advanced.then(fetchedWith(text('t', ''), tool('b', 'completed', { state: { title: 'last' } })));
    expect(done.reply.toolParts).toMatchObject([{ title: 'last' }]);
  });

  it('does not change a tool that has ended', () => {
    const done = fenced.then(say.part(tool('b', 'completed', { state: { title: 'new' } })));
    const older = tool('b', 'completed', { state: { title: 'old' } });
    expect(done.then(fetchedWith(text('t', ''), older)).steps).toEqual([]);
  });

  it.each([final('x'), tool('x', 'completed'), file('x')])(
    'does not bring back a part that was removed ($type)',
    part => {
      const removed = begun.then(say.part(part), turn.fence, say.partRemoved('x'));
      expect(ids(removed.then(fetchedWith(part)))).toEqual([]);
    },
  );

  it('does not bring back an open text that was removed', () => {
    const removed = begun.then(say.part(text('x', '')), turn.fence, say.partRemoved('x'));
    expect(ids(removed.then(fetchedWith(final('x'))))).toEqual([]);
  });

  it('does not change a message, but to end it', () => {
    const titled = begun.then(turn.fence, say.message(answer({ cost: 3 })));
    const messages = (info: ReturnType<typeof answer>) => turn.fetched({ messages: [stored(prompt()), stored(info)] });
    expect(titled.then(messages(answer({ cost: 1 }))).reply.info?.cost).toBe(3);
    expect(titled.then(messages(ended({ cost: 1 }))).reply.info?.time?.completed).toBe(9);
    const over = begun.then(turn.fence, say.message(ended({ cost: 3 })));
    expect(over.then(messages(ended({ cost: 1 }))).reply.info?.cost).toBe(3);
  });

  it('does not bring back a message that was removed', () => {
    const removed = begun.then(say.part(final('t')), turn.fence, say.messageRemoved('msg_answer'));
    const looked = removed.then(fetchedWith(final('t')));
    expect([ids(looked), looked.reply.info]).toStrictEqual([[], undefined]);
    const unheard = inTurn().then(turn.fence, say.messageRemoved('msg_answer'), fetchedWith(final('t')));
    expect([ids(unheard), unheard.reply.info]).toStrictEqual([[], undefined]);
    const back = removed.then(say.message(answer()), turn.fetched({ messages: [stored(prompt()), stored(ended())] }));
    expect(back.reply.info).toEqual(ended());
  });

  it('tells of a tool whose message nobody had spoken of', () => {
    const missed = inTurn({ gapped: true }).then(turn.fence, say.part(tool('q', 'running')), say.delta('t', 'x'));
    expect(ids(missed.then(fetchedWith(tool('q', 'running'), text('t', ''))))).toEqual(['q', 't']);
  });

  it('is only what came while the look was under way', () => {
    const over = fenced.then(say.delta('t', 'Hel'), fetchedWith(text('t', ''), tool('b', 'running')), turn.fence);
    expect(over.then(fetchedWith(text('t', 'Hello'), tool('b', 'running'))).reply.fullText).toBe('Hello');
  });
});
