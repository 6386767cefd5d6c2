import { of, Subject, throwError } from 'rxjs';
import { answer, SESSION, userMessage } from '../support/scripted-server.js';
import { json } from '../support/scripted-fetch.js';
import { PROMPT, begin, client, options, permission, server, settle, useServer, watch } from './stage.js';

useServer();

const question = { id: 'que_1', sessionID: SESSION, questions: [{ question: 'Which?' }] };

describe('a human who is asked', () => {
  it('answers through the handlers; null rejects', async () => {
    const seen = watch(
      client.stream(SESSION, 'Hi', { ...options, onPermission: () => of('once'), onQuestion: () => of(null) }),
    );
    await settle();
    begin();
    server.say({ type: 'permission.asked', properties: permission }, { type: 'question.asked', properties: question });
    await settle();
    expect(server.callsOf('POST /permission/per_1/reply').map(({ body }) => body)).toEqual([{ reply: 'once' }]);
    expect(server.callsOf('POST /question/que_1/reject')).toHaveLength(1);
    seen.leave();
  });

  it('is told when a handler gives what is no answer', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, onPermission: () => ['yes' as 'once'] }));
    await settle();
    begin();
    server.say({ type: 'permission.asked', properties: permission });
    await settle();
    expect(seen.error).toBeInstanceOf(TypeError);
    expect(String(seen.error)).toMatch(/onPermission gave a wrong answer: .*reply/);
    expect(server.callsOf('POST /permission/per_1/reply')).toHaveLength(0);
  });

  it.each([{ reply: 'once' }, undefined, null, 'once', 7])('is told when a handler gives %j alone', async given => {
    const onPermission = () => given as unknown as ['once'];
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, onPermission }));
    await settle();
    begin();
    server.say({ type: 'permission.asked', properties: permission });
    await settle();
    expect(seen.error).toBeInstanceOf(TypeError);
    expect(String(seen.error)).toContain('onPermission must give an Observable, a promise or an array of answers');
    expect(server.callsOf('POST /permission/per_1/reply')).toHaveLength(0);
  });

  it('is asked once, let go when somebody else answers, and left alone by an empty handler', async () => {
    const dialogs: Subject<string[][]>[] = [];
    const onQuestion = jest.fn(() => {
      const dialog = new Subject<string[][]>();
      dialogs.push(dialog);
      return dialog;
    });
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, onQuestion, onPermission: () => [] }));
    await settle();
    begin();
    server.say({ type: 'question.asked', properties: question }, { type: 'question.asked', properties: question });
    server.say({ type: 'permission.asked', properties: permission });
    await settle();
    expect(onQuestion).toHaveBeenCalledTimes(1);
    expect(dialogs[0]?.observed).toBe(true);
    server.say({ type: 'question.replied', properties: { sessionID: SESSION, requestID: 'que_1', answers: [['a']] } });
    await settle();
    expect(dialogs[0]?.observed).toBe(false);
    expect(server.calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(seen.replies.at(-1)?.pendingPermissions).toEqual([permission]);
    seen.leave();
  });

  it('errors the stream with the error of its handler, and is asked again by whoever comes back', async () => {
    const broken = new Error('the dialog broke');
    const onPermission = jest
      .fn()
      .mockReturnValueOnce(throwError(() => broken))
      .mockReturnValue(of('always'));
    const stream = client.stream(SESSION, 'Hi', { ...options, onPermission });
    const seen = watch(stream);
    await settle();
    begin();
    server.say({ type: 'permission.asked', properties: permission });
    await settle();
    expect(seen.error).toBe(broken);
    server.permissions = [permission];
    const again = watch(stream);
    await settle();
    expect(server.callsOf('POST /permission/per_1/reply').map(({ body }) => body)).toEqual([{ reply: 'always' }]);
    again.leave();
  });

  it('is asked what was asked in a gap, though the server was too busy to tell at first', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    begin();
    server.statuses = { [SESSION]: { type: 'busy' } };
    server.permissions = [permission];
    server.override = ({ url }) => (url.pathname === '/permission' ? json({}, { status: 503 }) : undefined);
    server.cut();
    await settle(600);
    expect(server.callsOf('GET /permission')).toHaveLength(1);
    expect(seen.replies.at(-1)?.pendingPermissions).toEqual([]);
    server.override = () => undefined;
    await settle(1000);
    expect(seen.replies.at(-1)?.pendingPermissions).toHaveLength(1);
    seen.leave();
  });

  it('is shown the prompts of a child that was there before us, by asking who its parent is', async () => {
    server.sessions = {
      ...server.sessions,
      ses_2: { id: 'ses_2', parentID: 'ses_m' },
      ses_m: { id: 'ses_m', parentID: SESSION },
    };
    const seen = watch(client.stream(SESSION, 'Hi', options));
    await settle();
    begin();
    server.say({ type: 'permission.asked', properties: { ...permission, sessionID: 'ses_2' } });
    await settle();
    expect(seen.replies.at(-1)?.pendingPermissions).toHaveLength(1);
    expect(seen.replies.at(-1)?.status).toBe('blocked');
    seen.leave();
  });

  it('is not shown them with includeChildren: false', async () => {
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, includeChildren: false }));
    await settle();
    begin();
    server.say({ type: 'session.created', properties: { info: { id: 'ses_2', parentID: SESSION } } });
    server.say({ type: 'permission.asked', properties: { ...permission, sessionID: 'ses_2' } });
    await settle();
    expect(seen.replies.at(-1)?.pendingPermissions).toEqual([]);
    seen.leave();
  });

  it('is not asked for another turn on the same session, nor for its children', async () => {
    const onPermission = jest.fn(() => of('reject' as const));
    const earlier = answer('msg_z', '', { id: 'msg_y', time: { created: 1 }, finish: undefined });
    server.statuses = { [SESSION]: { type: 'busy' } };
    server.messages = [userMessage('msg_z', 0), { ...earlier, parts: [] }, userMessage(PROMPT)];
    const asked = { ...permission, tool: { messageID: 'msg_y', callID: 'c' } };
    server.permissions = [asked, { ...permission, id: 'per_2', sessionID: 'ses_2' }];
    server.sessions = { ...server.sessions, ses_2: { id: 'ses_2', parentID: SESSION } };
    const seen = watch(client.stream(SESSION, 'Hi', { onPermission }));
    await settle();
    server.say({ type: 'permission.asked', properties: asked });
    await settle(3000);
    expect(onPermission).not.toHaveBeenCalled();
    expect(seen.replies.at(-1)).toMatchObject({ status: 'waiting', pendingPermissions: [] });
    seen.leave();
  });

  it('is asked for a message of ours that was not known yet, once a look has told', async () => {
    const onPermission = jest.fn(() => of('once' as const));
    const seen = watch(client.stream(SESSION, 'Hi', { ...options, onPermission }));
    await settle();
    begin();
    const second = answer(PROMPT, '', { id: 'msg_2', time: { created: 5 }, finish: undefined });
    server.messages = [...server.messages, { ...second, parts: [] }];
    server.permissions = [{ ...permission, tool: { messageID: 'msg_2', callID: 'c' } }];
    server.say({ type: 'permission.asked', properties: server.permissions[0] as object });
    await settle();
    expect(onPermission).toHaveBeenCalledTimes(1);
    seen.leave();
  });
});
