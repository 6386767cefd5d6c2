import type { OpencodeClient } from '../../lib/client.js';
import { json } from '../support/scripted-fetch.js';
import {
  answer,
  expectNothingLeft,
  idle,
  ScriptedServer,
  SESSION,
  told,
  userMessage,
} from '../support/scripted-server.js';
import { record } from '../support/recording.js';
import { pass, stopTime } from '../support/virtual-time.js';

const PROMPT = 'msg_a';
const options = { messageID: PROMPT };
const busy = { [SESSION]: { type: 'busy' } };
const step = answer(PROMPT, 'First', { id: 'msg_1', finish: 'tool-calls' });
const last = answer(PROMPT, 'Last', { id: 'msg_2', time: { created: 5, completed: 6 } });

let server: ScriptedServer;
let client: OpencodeClient;

beforeEach(() => {
  stopTime();
  server = new ScriptedServer();
  client = server.client();
});

afterEach(() => {
  expectNothingLeft(server);
});

/** The lists of messages that are asked for come only now; what they hold is what is stored then. */
function holdMessages(): () => void {
  let release = (): void => undefined;
  const released = new Promise<void>(resolve => (release = resolve));
  server.override = ({ url }) =>
    url.pathname.endsWith('/message') ? released.then(() => json(server.messages)) : undefined;
  return () => {
    server.override = () => undefined;
    release();
  };
}

async function begin() {
  const seen = record(client.stream(SESSION, 'Hi', options));
  await pass(5);
  return seen;
}

describe('a look that events overtake', () => {
  it('does not end a turn whose session was idle only before its first step', async () => {
    const seen = await begin();
    const release = holdMessages();
    server.say(idle);
    await pass(5);
    server.statuses = busy;
    server.messages = [userMessage(PROMPT), step];
    server.say(...server.messages.flatMap(told));
    release();
    await pass(600);
    expect([seen.ending, seen.last.status]).toEqual([undefined, 'working']);
    server.messages = [...server.messages, last];
    server.say(...told(last));
    await pass(5);
    expect([seen.ending, seen.last.fullText]).toEqual([{ kind: 'completed' }, 'First\n\nLast']);
  });

  it('does not end a turn when a gap may have swallowed what came after', async () => {
    const seen = await begin();
    server.statuses = busy;
    const release = holdMessages();
    server.say(...told(userMessage(PROMPT)), idle);
    await pass(5);
    server.say(...told(step));
    await pass(5);
    server.cut();
    server.messages = [userMessage(PROMPT), last];
    server.todos = [{ content: 'x', status: 'pending' }];
    release();
    await pass(600);
    expect([seen.ending, seen.last.fullText]).toEqual([{ kind: 'completed' }, 'Last']);
    expect(seen.last.todos).toEqual(server.todos);
  });
});

describe('a look that overtakes events', () => {
  it('is followed by one that asks for the todos too', async () => {
    const seen = await begin();
    server.say(...told(userMessage(PROMPT)), idle);
    server.messages = [userMessage(PROMPT), last];
    server.todos = [{ content: 'x', status: 'pending' }];
    await pass(20);
    expect([seen.ending, seen.last.fullText]).toEqual([{ kind: 'completed' }, 'Last']);
    expect(seen.last.todos).toEqual(server.todos);
  });
});

describe('an abort that was heard before the prompt was stored', () => {
  it('is not why the turn ended, also when it was stored in a gap', async () => {
    const seen = await begin();
    const error = { name: 'MessageAbortedError', data: { message: 'Aborted' } };
    server.say({ type: 'session.error', properties: { sessionID: SESSION, error } }, idle);
    await pass(5);
    server.messages = [userMessage(PROMPT), { ...answer(PROMPT, '', { time: { created: 2 } }), parts: [] }];
    server.cut();
    await pass(2000);
    expect([seen.ending, seen.last.status]).toEqual([{ kind: 'completed' }, 'interrupted']);
  });
});
