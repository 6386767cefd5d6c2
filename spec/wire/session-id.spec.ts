import { decodeEvent, parentIDOf, sessionIDOf, type OpencodeEvent } from '../../lib/wire/index.js';

function event(type: string, properties: object): OpencodeEvent {
  const decoded = decodeEvent(JSON.stringify({ type, properties }));
  if (decoded.event === undefined) throw new Error(decoded.invalid.reason);
  return decoded.event;
}

describe('sessionIDOf', () => {
  const text = { id: 'prt_1', messageID: 'msg_1', type: 'text', text: '' };

  it.each([
    ['session.idle', { sessionID: 'ses_1' }],
    ['message.updated', { info: { id: 'msg_1', role: 'user', sessionID: 'ses_1' } }],
    ['message.part.updated', { part: { ...text, sessionID: 'ses_1' } }],
    ['session.created', { info: { id: 'ses_1' } }],
    ['session.updated', { info: { id: 'ses_1' } }],
    ['session.deleted', { info: { id: 'ses_1' } }],
    ['session.news', { sessionID: 'ses_1' }],
  ])('finds it on %s %j', (type, properties) => {
    expect(sessionIDOf(event(type, properties))).toBe('ses_1');
  });

  it.each([
    ['server.connected', {}],
    ['pty.created', { info: { id: 'pty_1' } }],
    ['plugin.added', { id: 'x', sessionID: 5 }],
    ['session.error', { error: { name: 'UnknownError' } }],
  ])('finds none on %s %j', (type, properties) => {
    expect(sessionIDOf(event(type, properties))).toBeUndefined();
  });
});

describe('parentIDOf', () => {
  it('is the parent session of a child', () => {
    expect(parentIDOf(event('session.created', { info: { id: 'ses_2', parentID: 'ses_1' } }))).toBe('ses_1');
  });

  it('is nothing for a root, nor for a message with a parent', () => {
    expect(parentIDOf(event('session.created', { info: { id: 'ses_1' } }))).toBeUndefined();
    const answer = { id: 'msg_2', role: 'assistant', parentID: 'msg_1' };
    expect(parentIDOf(event('message.updated', { info: answer }))).toBeUndefined();
  });
});
