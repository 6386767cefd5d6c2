import { answer, ended, permission, prompt, question, say, stored, tool } from '../../support/events.js';
import { folding, inTurn, NOW, turn } from '../../support/fold.js';
import { initialState } from '../../../lib/reply/fold/state.js';
import { reduce } from '../../../lib/reply/fold/reduce.js';

const begun = inTurn().then(say.message(answer()));
const both = begun.then(say.asks(question('que_1')), say.wantsLeave(permission('per_1')));

describe('a prompt', () => {
  it('is told with the time it was asked, and waits', () => {
    expect(both.told).toEqual([
      { type: 'questionAsked', request: question('que_1'), askedAt: NOW },
      { type: 'permissionAsked', request: permission('per_1'), askedAt: NOW },
    ]);
    expect(both.reply.pendingQuestions).toEqual([question('que_1')]);
    expect(both.reply.pendingPermissions).toEqual([permission('per_1')]);
    expect([both.reply.status, both.reply.promptBlocked]).toEqual(['blocked', true]);
  });

  it('is told when it was answered, rejected or decided', () => {
    expect(both.then(say.answers('que_1', [['Red']]), say.decides('per_1', 'always')).told).toEqual([
      { type: 'questionReplied', requestID: 'que_1', answers: [['Red']], askedAt: NOW },
      { type: 'permissionReplied', requestID: 'per_1', reply: 'always', askedAt: NOW },
    ]);
    const rejected = both.then(say.dismisses('que_1'));
    expect(rejected.told).toEqual([{ type: 'questionRejected', requestID: 'que_1', askedAt: NOW }]);
    expect(rejected.reply.status).toBe('blocked');
    expect(rejected.then(say.decides('per_1')).reply.status).toBe('working');
  });

  it('leaves out what the server does not say', () => {
    const sparse = both.then(
      { type: 'question.replied', properties: { requestID: 'que_1' } },
      { type: 'permission.replied', properties: { requestID: 'per_1' } },
    );
    expect(sparse.told).toEqual([
      { type: 'questionReplied', requestID: 'que_1', askedAt: NOW },
      { type: 'permissionReplied', requestID: 'per_1', askedAt: NOW },
    ]);
  });

  it('keeps its time when it is asked anew with other words', () => {
    let now = 1;
    const start = initialState({ now: () => now });
    const asked = reduce(start, say.asks(question('que_1')));
    now = 2;
    const again = reduce(asked, say.asks(question('que_1', undefined, { questions: [] })));
    expect(again.steps).toMatchObject([{ transition: { type: 'questionAsked', askedAt: 1 } }]);
    const leave = reduce(again, say.wantsLeave(permission('per_1')));
    now = 3;
    const wider = reduce(leave, say.wantsLeave(permission('per_1', undefined, { patterns: ['*'] })));
    expect(wider.steps).toMatchObject([{ transition: { type: 'permissionAsked', askedAt: 2 } }]);
  });

  it('of another turn on the session is not ours', () => {
    const others = begun.then(say.message(answer({ id: 'msg_other', parentID: 'msg_b' })));
    const tooled = { tool: { messageID: 'msg_other', callID: 'c' } };
    expect(others.then(say.asks(question('que_2', undefined, tooled))).steps).toEqual([]);
    expect(others.then(say.wantsLeave(permission('per_2', undefined, tooled))).steps).toEqual([]);
  });

  it('of a child is ours', () => {
    const child = { sessionID: 'ses_child', tool: { messageID: 'msg_child', callID: 'c' } };
    const asked = begun.then(
      say.message(answer({ id: 'msg_child', parentID: 'msg_c', sessionID: 'ses_child' })),
      say.wantsLeave(permission('per_2', undefined, child)),
    );
    expect(asked.reply.pendingPermissions).toMatchObject([{ id: 'per_2' }]);
  });

  it('waits no more when the turn is over', () => {
    const over = both.then(turn.settled({ status: 'interrupted' }));
    expect([over.reply.promptBlocked, over.reply.status]).toEqual([false, 'interrupted']);
    expect(folding().then(say.asks(question('que_1')), say.message(ended())).reply.promptBlocked).toBe(false);
  });

  it('leaves nothing to answer by in a call that was never ended', () => {
    const call = tool('q', 'running', { tool: 'question', state: { input: { questions: [] } } });
    const asked = begun.then(say.part(call), say.asks(question('que_1', 'q')));
    expect(asked.reply.parts).toMatchObject([{ input: { opencode_request_id: 'que_1' } }]);
    const interrupted = asked.then(turn.fetched({ questions: [] }), turn.settled({ status: 'interrupted' }));
    expect(interrupted.reply.parts).toMatchObject([{ status: 'running', input: { questions: expect.any(Array) } }]);
    expect(JSON.stringify(interrupted.reply)).not.toContain('que_1');
  });
});

describe('the prompts in the store', () => {
  it('are news where they were not heard', () => {
    const looked = begun.then(turn.fetched({ questions: [question('que_1')], permissions: [permission('per_1')] }));
    expect(looked.names).toEqual(['questionAsked', 'permissionAsked']);
    expect(
      both.then(turn.fetched({ questions: [question('que_1')], permissions: [permission('per_1')] })).steps,
    ).toEqual([]);
  });

  it('were settled unheard where they are gone', () => {
    const looked = both.then(turn.fetched({ questions: [], permissions: [] }));
    expect(looked.told).toEqual([
      { type: 'questionReplied', requestID: 'que_1', askedAt: NOW },
      { type: 'permissionReplied', requestID: 'per_1', askedAt: NOW },
    ]);
    expect(looked.reply.status).toBe('working');
  });

  it('say nothing of the kind that was not asked for', () => {
    expect(both.then(turn.fetched({ questions: [question('que_1')] })).steps).toEqual([]);
    expect(both.then(turn.fetched({ permissions: [] })).names).toEqual(['permissionReplied']);
    expect(both.then(turn.fetched({})).steps).toEqual([]);
  });

  it('are older than what was heard since the look began', () => {
    const asked = begun.then(turn.fence, say.asks(question('que_1')));
    expect(asked.then(turn.fetched({ questions: [] })).steps).toEqual([]);
    const settled = both.then(turn.fence, say.answers('que_1'), say.decides('per_1'));
    expect(
      settled.then(turn.fetched({ questions: [question('que_1')], permissions: [permission('per_1')] })).steps,
    ).toEqual([]);
  });

  it('are shown in their tool call', () => {
    const messages = [stored(prompt()), stored(answer(), tool('q', 'running', { tool: 'question' }))];
    const looked = inTurn().then(turn.fetched({ messages, questions: [question('que_1', 'q')] }));
    expect(looked.reply.parts).toMatchObject([{ input: { opencode_request_id: 'que_1' } }]);
  });
});
