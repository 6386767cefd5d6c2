import { json } from '../support/scripted-fetch.js';
import { answer, idle, SESSION, told, userMessage } from '../support/scripted-server.js';
import { useScriptedServer } from '../support/scripted-stage.js';
import { record } from '../support/recording.js';
import { pass } from '../support/virtual-time.js';

const PROMPT = 'msg_a';
const options = { messageID: PROMPT };
const busy = { [SESSION]: { type: 'busy' } };
const step = answer(PROMPT, 'First', { id: 'msg_1', finish: 'tool-calls' });
const last = answer(PROMPT, 'Last', { id: 'msg_2', time: { created: 5, completed: 6 } });

const stage = useScriptedServer();

/** The lists of messages that are asked for come only now; what they hold is what is stored then. */
function holdMessages(): () => void {
  let release = (): void => undefined;
  const released = new Promise<void>(resolve => (release = resolve));
  stage.server.override = ({ url }) =>
    url.pathname.endsWith('/message') ? released.then(() => json(stage.server.messages)) : undefined;
  return () => {
    stage.server.override = () => undefined;
    release();
  };
}

async function begin() {
  const seen = record(stage.client.stream(SESSION, 'Hi', options));
  await pass(5);
  return seen;
}

describe('a look that events overtake', () => {
  it('does not end a turn whose session was idle only before its first step', async () => {
    const seen = await begin();
    const release = holdMessages();
    stage.server.say(idle);
    await pass(5);
    stage.server.statuses = busy;
    stage.server.messages = [userMessage(PROMPT), step];
    stage.server.say(...stage.server.messages.flatMap(told));
    release();
    await pass(600);
    expect([seen.ending, seen.last.status]).toStrictEqual([undefined, 'working']);
    stage.server.messages = [...stage.server.messages, last];
    stage.server.say(...told(last));
    await pass(5);
    expect([seen.ending, seen.last.fullText]).toEqual([{ kind: 'completed' }, 'First\n\nLast']);
  });

  it('does not end a turn when a gap may have swallowed what came after', async () => {
    const seen = await begin();
    stage.server.statuses = busy;
    const release = holdMessages();
    stage.server.say(...told(userMessage(PROMPT)), idle);
    await pass(5);
    stage.server.say(...told(step));
    await pass(5);
    stage.server.cut();
    stage.server.messages = [userMessage(PROMPT), last];
    stage.server.todos = [{ content: 'x', status: 'pending' }];
    release();
    await pass(600);
    expect([seen.ending, seen.last.fullText]).toEqual([{ kind: 'completed' }, 'Last']);
    expect(seen.last.todos).toEqual(stage.server.todos);
  });
});

describe('a look that overtakes events', () => {
  it('is followed by one that asks for the todos too', async () => {
    const seen = await begin();
    stage.server.say(...told(userMessage(PROMPT)), idle);
    stage.server.messages = [userMessage(PROMPT), last];
    stage.server.todos = [{ content: 'x', status: 'pending' }];
    await pass(20);
    expect([seen.ending, seen.last.fullText]).toEqual([{ kind: 'completed' }, 'Last']);
    expect(seen.last.todos).toEqual(stage.server.todos);
  });
});

describe('an abort that was heard before the prompt was stored', () => {
  it('is not why the turn ended, also when it was stored in a gap', async () => {
    const seen = await begin();
    const error = { name: 'MessageAbortedError', data: { message: 'Aborted' } };
    stage.server.say({ type: 'session.error', properties: { sessionID: SESSION, error } }, idle);
    await pass(5);
    stage.server.messages = [userMessage(PROMPT), { ...answer(PROMPT, '', { time: { created: 2 } }), parts: [] }];
    stage.server.cut();
    await pass(2000);
    expect([seen.ending, seen.last.status]).toEqual([{ kind: 'completed' }, 'interrupted']);
  });
});
