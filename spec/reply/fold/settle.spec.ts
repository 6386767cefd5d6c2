import { goesOn, outcomeOf } from '../../../lib/reply/fold/settle.js';
import type { SessionStatus } from '../../../lib/wire/index.js';
import { answer, ended, permission, say, text, tool } from '../../support/events.js';
import { folding, inTurn, turn, type Folded } from '../../support/fold.js';

const refused = { name: 'APIError', data: { message: 'no key', statusCode: 401 } };
const aborted = { name: 'MessageAbortedError', data: { message: 'aborted' } };
const retry: SessionStatus = { type: 'retry', attempt: 1, message: 'rate limited', next: 7 };
const statusOf = ({ reply }: Folded) => [reply.status, reply.error];
const begun = inTurn().then(say.message(answer()));

describe('the status of a reply', () => {
  it('is waiting until something is heard of it', () => {
    expect(inTurn().reply.status).toBe('waiting');
    expect(inTurn().then(say.status({ type: 'busy' })).reply.status).toBe('waiting');
    expect(begun.reply.status).toBe('working');
  });

  it('is retrying until the session is busy or idle again', () => {
    const tried = begun.then(say.status(retry));
    expect(tried.told).toEqual([{ type: 'sessionRetried', attempt: 1, message: 'rate limited' }]);
    expect([tried.reply.status, tried.reply.retry]).toEqual(['retrying', retry]);
    for (const calm of [say.status({ type: 'busy' }), say.status({ type: 'idle' }), say.idle()]) {
      const again = tried.then(calm);
      expect([again.reply.status, again.reply.retry, again.names]).toStrictEqual(['working', undefined, ['[working]']]);
    }
    expect(tried.then(say.status({ ...retry, attempt: 2 })).reply.retry).toMatchObject({ attempt: 2 });
  });

  it('says nothing of a retry without words but that it is one', () => {
    expect(begun.then(say.status({ type: 'retry' })).told).toEqual([
      { type: 'sessionRetried', attempt: undefined, message: '' },
    ]);
  });

  it('is blocked over retrying', () => {
    const asked = begun.then(say.status(retry), say.wantsLeave(permission('per_1')));
    expect(asked.reply.status).toBe('blocked');
    expect(asked.then(say.decides('per_1')).reply.status).toBe('retrying');
  });

  it('is not touched by a status nobody knows', () => {
    const odd = say.status(JSON.parse('{"type":"meditating"}') as SessionStatus);
    expect(begun.then(odd).steps).toEqual([]);
  });

  it('of a turn that has not begun is not about this turn', () => {
    expect(inTurn().then(say.status(retry), say.error(refused), say.idle()).steps).toEqual([]);
  });

  it("of a child's session is not about this turn", () => {
    const child = 'ses_child';
    expect(begun.then(say.status(retry, child), say.error(refused, child)).steps).toEqual([]);
    const tried = begun.then(say.status(retry));
    expect(tried.then(say.status({ type: 'busy' }, child), say.idle(child)).steps).toEqual([]);
  });
});

describe('an error', () => {
  it('is told in a turn, and left to the verdict', () => {
    const told = begun.then(say.error(refused));
    expect(told.told).toEqual([{ type: 'sessionErrored', text: 'APIError: no key', raw: refused }]);
    expect(told.reply).toBe(begun.reply);
  });

  it('without words is told as well', () => {
    expect(begun.then({ type: 'session.error', properties: {} }).told).toEqual([
      { type: 'sessionErrored', text: '', raw: undefined },
    ]);
    expect(folding().then({ type: 'session.error', properties: {} }).names).toEqual(['sessionErrored']);
  });

  it('ends what is folded whole', () => {
    expect(statusOf(folding().then(say.error(refused)))).toEqual(['failed', refused]);
    expect(statusOf(folding().then(say.error(aborted)))).toEqual(['aborted', aborted]);
    const failed = folding().then(say.message(answer({ error: refused })));
    expect(statusOf(failed)).toEqual(['failed', refused]);
  });

  it('heard again changes nothing', () => {
    const failed = folding().then(say.error(refused));
    const again = failed.then(say.error(structuredClone(refused)));
    expect(again.names).toEqual(['sessionErrored']);
    expect(again.reply).toBe(failed.reply);
  });

  it('is taken back when the session goes on', () => {
    const failed = folding().then(say.message(answer()), say.error(refused));
    expect(statusOf(failed.then(say.message(answer({ id: 'msg_2', time: { created: 8 } }))))).toEqual([
      'working',
      undefined,
    ]);
  });
});

describe('the end of what is folded whole', () => {
  it('is a last message that ended for good', () => {
    const heard = folding().then(say.message(answer()));
    expect(heard.then(say.message(ended())).reply.status).toBe('completed');
    expect(heard.then(say.message(ended({ finish: 'length' }))).reply.status).toBe('completed');
  });

  it.each(['tool-calls', 'unknown'])('is not a message that ended with `%s`', finish => {
    const heard = folding().then(say.message(ended({ finish })));
    expect(heard.reply.status).toBe('working');
    expect(heard.then(say.idle()).reply.status).toBe('completed');
  });

  it('is not a message that used tools, until the session is idle', () => {
    const used = folding().then(say.message(answer()), say.part(tool('b', 'completed')), say.message(ended()));
    expect(used.reply.status).toBe('working');
    expect(used.then(say.status({ type: 'idle' })).reply.status).toBe('completed');
  });

  it('is not an idle session whose message has not ended', () => {
    expect(folding().then(say.message(answer()), say.idle()).reply.status).toBe('working');
    expect(folding().then(say.idle()).steps).toEqual([]);
  });

  it('is not an older message', () => {
    const newer = answer({ id: 'msg_2', time: { created: 8 } });
    expect(folding().then(say.message(newer), say.message(ended())).reply.status).toBe('working');
  });

  it('is left to the verdict in a turn', () => {
    expect(begun.then(say.message(ended()), say.idle()).reply.status).toBe('working');
    expect(begun.then(say.message(answer({ error: refused }))).reply.status).toBe('working');
  });
});

describe('a verdict', () => {
  it('is the end, with what it says', () => {
    const over = begun.then(turn.settled({ status: 'failed', error: refused }));
    expect(statusOf(over)).toEqual(['failed', refused]);
    expect(begun.then(turn.settled({ status: 'completed', absorbedBy: 'msg_b' })).reply.absorbedBy).toBe('msg_b');
    expect(begun.then(turn.settled({ status: 'interrupted' })).names).toEqual(['[interrupted]']);
  });

  it('passed twice is passed once', () => {
    const over = begun.then(turn.settled({ status: 'failed', error: refused }));
    expect(over.then(turn.settled({ status: 'failed', error: structuredClone(refused) })).steps).toEqual([]);
  });

  it('ends a retry', () => {
    const over = begun.then(say.status(retry), turn.settled({ status: 'aborted' }));
    expect([over.reply.status, over.reply.retry]).toStrictEqual(['aborted', undefined]);
    expect(over.then(say.status(retry), say.status({ type: 'busy' })).steps).toEqual([]);
  });

  it('takes down the fence of a look', () => {
    const over = begun.then(turn.fence, say.part(text('t', 'new')), turn.settled({ status: 'completed' }));
    expect(over.state.ledger.touched).toBeUndefined();
  });
});

describe('outcomeOf and goesOn', () => {
  it('tell an abort from a failure, and a step from an end', () => {
    expect([outcomeOf(aborted), outcomeOf(refused)]).toEqual(['aborted', 'failed']);
    expect(['tool-calls', 'unknown', 'stop', 'length', undefined].map(goesOn)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
