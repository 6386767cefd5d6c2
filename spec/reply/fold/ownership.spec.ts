import { initialState } from '../../../lib/reply/fold/state.js';
import { isOwn, isOwnRecord, isOwnSession } from '../../../lib/reply/fold/ownership.js';
import { answer, ended, prompt, question, say, stored, text } from '../../support/events.js';
import { folding, inTurn, turn } from '../../support/fold.js';

describe('ownership', () => {
  const whole = folding().then(say.message(prompt())).state;
  const scoped = inTurn().then(say.message(answer())).state;

  it('is of answers to the prompt, in a turn', () => {
    expect(isOwnRecord(scoped, answer({ id: 'msg_2' }))).toBe(true);
    expect(isOwnRecord(scoped, answer({ parentID: 'msg_b' }))).toBe(false);
    expect(isOwnRecord(scoped, prompt())).toBe(false);
    expect([isOwn(scoped, 'msg_answer'), isOwn(scoped, 'msg_2')]).toEqual([true, false]);
  });

  it('is of all but what is known to be a user’s, without a turn', () => {
    expect([isOwn(whole, 'msg_x'), isOwn(whole, 'msg_prompt')]).toEqual([true, false]);
    expect([isOwnRecord(whole, answer({ parentID: 'msg_b' })), isOwnRecord(whole, prompt())]).toEqual([true, false]);
  });

  it('is of nothing while the turn that is meant is not known', () => {
    const attached = initialState({ scope: { sessionID: 'ses_1' }, now: () => 0 });
    const { parentID, ...orphan } = answer();
    expect(parentID).toBeDefined();
    expect([isOwnRecord(attached, answer()), isOwnRecord(attached, orphan)]).toEqual([false, false]);
  });

  it('is of the session of the turn, and of one that is not named', () => {
    expect(['ses_1', undefined, 'ses_2'].map(id => isOwnSession(scoped, id))).toEqual([true, true, false]);
    expect(isOwnSession(whole, 'ses_2')).toBe(true);
  });
});

describe('two turns on one session', () => {
  it('have each their own reply', () => {
    const other = answer({ id: 'msg_2', parentID: 'msg_b' });
    const events = [
      say.message(answer()),
      say.message(other),
      say.part(text('t', 'Mine', { end: true })),
      say.part(text('u', 'Theirs', { end: true, messageID: 'msg_2' })),
      say.message(ended()),
      say.message(ended({ ...other })),
    ];
    expect(inTurn().then(...events).reply.fullText).toBe('Mine');
    expect(inTurn({ scope: { messageID: 'msg_b' } }).then(...events).reply.fullText).toBe('Theirs');
  });

  it('do not mix in the store', () => {
    const messages = [
      stored(prompt()),
      stored(ended(), text('t', 'Mine', { end: true })),
      stored(prompt('msg_b'), text('p', 'And?', { messageID: 'msg_b' })),
      stored(answer({ id: 'msg_2', parentID: 'msg_b' }), text('u', 'Theirs', { end: true, messageID: 'msg_2' })),
    ];
    expect(inTurn().then(turn.fetched({ messages })).reply.fullText).toBe('Mine');
  });
});

describe('a turn that is found', () => {
  const attached = inTurn({ gapped: true, scope: { messageID: undefined } });

  it('shows nothing before, and its own after', () => {
    const before = attached.then(say.message(answer()), say.part(text('t', 'Mi')));
    expect(before.steps).toEqual([]);
    const messages = [stored(prompt()), stored(answer(), text('t', ''))];
    const found = before.then(turn.identified('msg_prompt'), turn.fetched({ messages }));
    expect(found.state.ledger.scope).toEqual({ sessionID: 'ses_1', messageID: 'msg_prompt' });
    expect(found.reply.parts).toMatchObject([{ content: '', held: true }]);
    expect(found.then(say.part(text('t', 'Mine', { end: true }))).reply.fullText).toBe('Mine');
  });

  it('takes what was passed over while the look that found it was under way', () => {
    const before = attached.then(turn.fence, say.message(answer()), say.part(text('t', 'Mi')));
    const messages = [stored(prompt()), stored(answer(), text('t', 'Mi'))];
    const found = before.then(turn.identified('msg_prompt'), turn.fetched({ messages }));
    expect(found.reply.parts).toMatchObject([{ content: 'Mi' }]);
  });

  it('asks what its own messages ask, also one that was passed over', () => {
    const before = attached.then(say.message(answer()));
    const found = before.then(turn.identified('msg_prompt'), turn.fetched({ messages: [stored(answer())] }));
    expect(found.then(say.asks(question('que_1', 'q'))).reply.pendingQuestions).toHaveLength(1);
  });

  it('is no news where everything is folded', () => {
    expect(folding().then(turn.identified('msg_prompt')).state.ledger.scope).toBeUndefined();
  });
});
