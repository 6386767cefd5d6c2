import { json } from '../support/scripted-fetch.js';
import { record } from '../support/recording.js';
import { answer, idle, SESSION, told, userMessage } from '../support/scripted-server.js';
import { useScriptedServer } from '../support/scripted-stage.js';
import { pass } from '../support/virtual-time.js';

const stage = useScriptedServer();

const status = (type: string) => ({ type: 'session.status', properties: { sessionID: SESSION, status: { type } } });
const begun = answer('a', '', { id: 'msg_b', time: { created: 2 } });

/** A view of the messages, and how often they were read. */
async function watched() {
  const messages = record(stage.client.session(SESSION).messages$);
  await pass(10);
  return { messages, reads: () => stage.server.callsOf('GET /session/ses_1/message').length };
}

describe('the messages of a session', () => {
  it('are read again 250 ms after it came to rest, once for rests one after the other', async () => {
    const { messages, reads } = await watched();
    stage.server.say(status('idle'), idle);
    await pass(200);
    stage.server.say(idle);
    await pass(200);
    expect(reads()).toBe(1);
    await pass(60);
    expect(reads()).toBe(2);
    messages.unsubscribe();
  });

  it('are not read again when it begins to work', async () => {
    const { messages, reads } = await watched();
    stage.server.say(status('busy'));
    await pass(1_000);
    expect(reads()).toBe(1);
    messages.unsubscribe();
  });

  it('are read again when it works and has been silent for 30 s, by what was read or heard', async () => {
    stage.server.statuses = { [SESSION]: { type: 'busy' } };
    const { messages, reads } = await watched();
    await pass(31_000);
    expect(reads()).toBe(2);
    messages.unsubscribe();
    stage.server.statuses = {};
    const heard = await watched();
    stage.server.say(...told(userMessage('a')));
    stage.server.statuses = { [SESSION]: { type: 'busy' } };
    await pass(29_000);
    expect(reads()).toBe(3);
    await pass(2_000);
    expect(reads()).toBe(4);
    heard.messages.unsubscribe();
  });

  it('are not read again as long as something is said of them', async () => {
    stage.server.statuses = { [SESSION]: { type: 'busy' } };
    const { messages, reads } = await watched();
    for (let times = 0; times < 4; times++) {
      stage.server.say(...told({ ...begun, parts: [] }));
      await pass(20_000);
    }
    expect(reads()).toBe(1);
    await pass(11_000);
    expect(reads()).toBe(2);
    messages.unsubscribe();
  });

  it('are read again in a silence after what was heard while they were read, though it rested when that began', async () => {
    stage.server.override = ({ url }) =>
      url.pathname.endsWith('/message')
        ? new Promise(answered => setTimeout(() => answered(json(stage.server.messages)), 500))
        : undefined;
    const { messages, reads } = await watched();
    stage.server.say(...told({ ...begun, parts: [] }));
    await pass(1_000);
    expect(reads()).toBe(1);
    await pass(31_000);
    expect(reads()).toBe(2);
    messages.unsubscribe();
  });

  it('are not read again by silence that were read a moment ago', async () => {
    stage.server.statuses = { [SESSION]: { type: 'busy' } };
    const { messages, reads } = await watched();
    await pass(20_000);
    stage.server.cut();
    await pass(1_000);
    expect(reads()).toBe(2);
    await pass(28_000);
    expect(reads()).toBe(2);
    await pass(3_000);
    expect(reads()).toBe(3);
    messages.unsubscribe();
  });

  it('are not read again when it rests, however long', async () => {
    const { messages, reads } = await watched();
    await pass(60_000);
    expect(reads()).toBe(1);
    messages.unsubscribe();
  });

  it('hold what is being said when the connection breaks, and are read again', async () => {
    stage.server.statuses = { [SESSION]: { type: 'busy' } };
    const { messages, reads } = await watched();
    stage.server.say(...told({ ...begun, parts: [] }));
    const open = { id: 'part', messageID: 'msg_b', sessionID: SESSION, type: 'text' as const, text: '' };
    stage.server.say({ type: 'message.part.updated', properties: { sessionID: SESSION, part: open } });
    await pass(10);
    expect(messages.last.at(-1)?.parts).toEqual([open]);
    stage.server.messages = [{ ...begun, parts: [open] }];
    stage.server.cut();
    await pass(1_000);
    expect(messages.last.at(-1)?.parts).toEqual([{ ...open, held: true }]);
    expect(reads()).toBe(2);
    messages.unsubscribe();
  });
});
