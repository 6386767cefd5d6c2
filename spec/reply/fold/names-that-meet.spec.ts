import { answer, say, stepFinish, text, todo } from '../../support/events.js';
import { folding, inTurn } from '../../support/fold.js';

describe('names that meet', () => {
  it('a part has no second one of its name, though the todo list takes it', () => {
    const heard = folding().then(say.part(text('todo.updated', 'x')), say.todos([todo('a')]));
    expect(heard.reply.parts.map(({ type }) => type)).toEqual(['text']);
    expect(heard.reply.todos).toEqual([todo('a')]);
  });

  it('a message that turns out to be another’s is left with all that was its', () => {
    const mine = inTurn().then(say.message(answer()), say.part(text('a', 'x')), say.part(stepFinish('s', { cost: 1 })));
    const lost = mine.then(say.message(answer({ parentID: 'msg_other' })), say.part(text('b', 'y')));
    expect([lost.reply.parts, lost.reply.cost, lost.reply.info]).toEqual([[], 0, undefined]);
  });

  it('the removal of a message that showed nothing keeps the reference', () => {
    const heard = folding().then(say.message(answer()), say.part(stepFinish('s', { messageID: 'msg_2' })));
    expect(heard.then(say.messageRemoved('msg_2')).reply).toBe(heard.reply);
  });
});
