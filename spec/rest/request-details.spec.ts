import * as rest from '../../lib/rest/index.js';
import { message, model, session } from './endpoints.js';
import { exchange } from './support.js';

describe('a request', () => {
  it('encodes what is put into a path', async () => {
    const { sent } = await exchange(session, http => rest.getSession(http, 'a/b?c#d é'));
    expect(sent).toEqual(['GET /session/a%2Fb%3Fc%23d%20%C3%A9']);
  });

  it('makes the id of an init prompt when none is given', async () => {
    const { sent } = await exchange(true, http => rest.init(http, 'ses_1', { model }));
    expect(sent[0]).toMatch(/"messageID":"msg_[0-9a-f]{12}[0-9A-Za-z]{14}"/);
  });

  it('takes an option that is undefined for one that is left out', async () => {
    const none = { arguments: undefined, agent: undefined, timeout: undefined, model: undefined };
    const ran = await exchange(message, http => rest.command(http, 'ses_1', 'review', none));
    expect(ran.sent).toEqual(['POST /session/ses_1/command {"arguments":"","command":"review"}']);
    const typed = await exchange(message, http => rest.shell(http, 'ses_1', 'ls', { agent: undefined }));
    expect(typed.sent).toEqual(['POST /session/ses_1/shell {"agent":"build","command":"ls"}']);
    const made = await exchange(session, http => rest.createSession(http, { title: undefined, model: undefined }));
    expect(made.sent).toEqual(['POST /session {}']);
  });

  it('takes the variant a model object names', async () => {
    const chosen = { providerID: 'p', id: 'm', variant: 'high' };
    const prompt = await exchange(message, http => rest.sendMessage(http, 'ses_1', 'x', { model: chosen }));
    expect(prompt.sent[0]).toContain('"variant":"high"');
    const created = await exchange(session, http => rest.createSession(http, { model: chosen }));
    expect(created.sent).toEqual(['POST /session {"model":{"providerID":"p","id":"m","variant":"high"}}']);
  });
});
