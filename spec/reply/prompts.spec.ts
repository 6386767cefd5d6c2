import { Prompts, type PendingPermission, type PendingQuestion } from '../../lib/reply/prompts.js';
import { deepFreeze } from '../support/deep-freeze.js';

const call = { messageID: 'msg_1', callID: 'call_1' };
const question = (id: string, askedAt = 1): PendingQuestion =>
  deepFreeze({
    kind: 'question',
    askedAt,
    request: { id, sessionID: 'ses', questions: [{ question: id }], tool: call },
  });
const permission = (id: string, askedAt = 2): PendingPermission =>
  deepFreeze({ kind: 'permission', askedAt, request: { id, sessionID: 'ses', permission: 'bash', patterns: ['ls'] } });

const que = question('que_1');
const per = permission('per_1');
const both = deepFreeze(Prompts.none.ask(que).ask(per));

describe('Prompts', () => {
  it('begins with nothing', () => {
    expect(Prompts.none).toMatchObject({ pending: [], questions: [], permissions: [], anyPending: false });
  });

  it('lists what was asked in its order, by kind', () => {
    expect(both.pending).toEqual([que, per]);
    expect(both.questions).toEqual([que.request]);
    expect(both.permissions).toEqual([per.request]);
    expect(both.anyPending).toBe(true);
    expect(Prompts.none.pending).toEqual([]);
  });

  it('finds a request by its id and tells when it was asked', () => {
    expect(both.find('per_1')).toBe(per.request);
    expect(both.askedAt('per_1')).toBe(2);
    expect(both.find('per_2')).toBeUndefined();
    expect(both.askedAt('per_2')).toBeUndefined();
  });

  it('finds a request by its tool call, of both ids', () => {
    expect(both.findByCall(call)).toBe(que.request);
    expect(both.findByCall({ ...call, callID: 'call_2' })).toBeUndefined();
    expect(both.findByCall({ ...call, messageID: 'msg_2' })).toBeUndefined();
  });

  it('gives the latest of two requests of one call', () => {
    expect(both.ask(question('que_2')).findByCall(call)?.id).toBe('que_2');
  });

  it('is the same when a prompt is heard twice, whatever the time', () => {
    expect(both.ask(question('que_1', 99))).toBe(both);
  });

  it('takes news of a known prompt, which keeps its time and its place', () => {
    const renewed = both.ask({ ...que, askedAt: 99, request: { ...que.request, questions: [] } });
    expect(renewed.questions).toEqual([{ ...que.request, questions: [] }]);
    expect(renewed.pending.map(({ askedAt, kind }) => [kind, askedAt])).toEqual([
      ['question', 1],
      ['permission', 2],
    ]);
  });

  it('is the same when an unknown prompt is resolved', () => {
    expect(both.resolve('que_9')).toBe(both);
  });

  it('forgets what was resolved', () => {
    const rest = both.resolve('que_1');
    expect(rest.pending).toEqual([per]);
    expect(rest.findByCall(call)).toBeUndefined();
    expect(rest.resolve('per_1').anyPending).toBe(false);
  });

  it('keeps the list of the kind that did not change', () => {
    expect(both.resolve('que_1').permissions).toBe(both.permissions);
    expect(both.ask(permission('per_2')).questions).toBe(both.questions);
    expect(both.ask(permission('per_2')).permissions).not.toBe(both.permissions);
  });
});
