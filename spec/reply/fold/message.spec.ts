import { answer, ended, prompt, say, stepFinish, text, tool } from '../../support/events.js';
import { folding, inTurn } from '../../support/fold.js';

const tokens = { input: 10, output: 2, reasoning: 1, cache: { read: 3, write: 4 } };
const begun = inTurn().then(say.message(answer()));

describe('a message', () => {
  it('begins the turn, and is told whenever its record changes', () => {
    expect(begun.names).toEqual(['[working]', 'messageUpdated']);
    expect(begun.reply.info).toBe(begun.state.ledger.messages.get('msg_answer'));
    const info = ended();
    expect(begun.then(say.message(info)).told).toEqual([{ type: 'messageUpdated', info }]);
  });

  it('of the user is not shown, nor is anything of it', () => {
    const said = text('p', 'Hi', { messageID: 'msg_prompt' });
    expect(inTurn().then(say.message(prompt()), say.part(said)).steps).toEqual([]);
    expect(folding().then(say.message(prompt()), say.part(said)).steps).toEqual([]);
    const late = folding().then(say.part(said), say.part(text('t', 'Hello')), say.message(prompt()));
    expect(late.reply.fullText).toBe('Hello');
  });

  it('is the newest by its time, not by its id nor by when it was heard', () => {
    const second = answer({ id: 'msg_a', time: { created: 7 } });
    const both = begun.then(say.message(second));
    expect(both.reply.info).toEqual(second);
    expect(both.then(say.message(ended())).reply.info).toEqual(second);
    const timeless: Parameters<typeof say.message>[0] = { id: 'msg_answer', role: 'assistant', parentID: 'msg_prompt' };
    expect(inTurn().then(say.message(timeless)).reply.info).toEqual(timeless);
  });

  it('that is removed takes its parts with it', () => {
    const second = { messageID: 'msg_2' };
    const heard = begun.then(
      say.part(text('t', 'Gone', { end: true })),
      say.message(answer({ id: 'msg_2' })),
      say.part(text('u', 'Here', { end: true, ...second })),
    );
    expect(heard.then(say.messageRemoved('msg_answer')).reply.fullText).toBe('Here');
    expect(heard.then(say.messageRemoved('msg_prompt')).steps).toEqual([]);
  });

  it('that is removed takes back what it cost, and is the newest no more', () => {
    const second = answer({ id: 'msg_2', time: { created: 9 } });
    const heard = begun.then(
      say.part(stepFinish('s1', { cost: 1, tokens })),
      say.message(second),
      say.part(stepFinish('s2', { cost: 2, tokens, messageID: 'msg_2' })),
    );
    const { reply } = heard.then(say.messageRemoved('msg_2'));
    expect([reply.cost, reply.tokens, reply.info]).toEqual([1, tokens, answer()]);
  });

  it('loses a part that is removed, and the others move up', () => {
    const heard = begun.then(say.part(text('t', 'Gone')), say.part(text('u', '')));
    const rest = heard.then(say.partRemoved('t'));
    expect(rest.names).toEqual(['[working]']);
    expect(rest.then(say.delta('u', 'Here')).told).toMatchObject([{ index: 0, part: { content: 'Here' } }]);
  });

  it('has what its tools did removed alike', () => {
    expect(begun.then(say.part(tool('b', 'running')), say.partRemoved('b')).reply.parts).toEqual([]);
  });
});

describe('cost and tokens', () => {
  const finish = say.part(stepFinish('s', { cost: 0.5, tokens }));

  it('are counted once per step, however often it is heard', () => {
    const once = begun.then(finish);
    expect(once.told).toEqual([{ type: 'stepFinished', cost: 0.5, tokens }]);
    expect([once.reply.cost, once.reply.tokens]).toEqual([0.5, tokens]);
    expect(once.then(finish).steps).toEqual([]);
  });

  it('are added up over the steps', () => {
    const { reply } = begun.then(finish, say.part(stepFinish('s2', { cost: 0.25, tokens: { input: 1 } })));
    expect([reply.cost, reply.tokens]).toEqual([0.75, { ...tokens, input: 11 }]);
  });

  it('are corrected where a step says otherwise', () => {
    const { reply } = begun.then(finish, say.part(stepFinish('s', { cost: 0.1, tokens: { input: 1 } })));
    expect([reply.cost, reply.tokens.input]).toEqual([0.1, 1]);
  });

  it('are those of the message where none of its steps was heard', () => {
    const whole = begun.then(say.message(ended({ cost: 2, tokens })));
    expect([whole.reply.cost, whole.reply.tokens]).toEqual([2, tokens]);
    expect(whole.then(finish).reply.cost).toBe(0.5);
  });

  it('are not counted twice for the message and its step', () => {
    const { reply } = begun.then(finish, say.message(ended({ cost: 0.5, tokens })));
    expect([reply.cost, reply.tokens]).toEqual([0.5, tokens]);
  });

  it('are told of a step that cost nothing, and of a sparse one', () => {
    const sparse = begun.then(say.part(stepFinish('s')));
    expect(sparse.told).toStrictEqual([{ type: 'stepFinished', cost: 0, tokens: undefined }]);
    expect(sparse.reply).toBe(begun.reply);
  });
});
