import { PromptRejectedError } from '../../lib/errors.js';
import { record } from '../support/recording.js';
import { json } from '../support/scripted-fetch.js';
import { answer, idle, lost, SESSION, told, userMessage } from '../support/scripted-server.js';
import { useScriptedServer } from '../support/scripted-stage.js';
import { pass } from '../support/virtual-time.js';

const PROMPT = 'msg_a';
const options = { messageID: PROMPT };
const busy = { [SESSION]: { type: 'busy' } };
const sessionPath = `/session/${SESSION}`;

const stage = useScriptedServer();

describe('a queued prompt that is refused after a gap', () => {
  const error = { name: 'UnknownError', data: { message: 'Model not found: x' } };
  const refusal = { type: 'session.error', properties: { sessionID: SESSION, error } };
  const rejected = {
    kind: 'errored',
    error: expect.objectContaining({
      name: PromptRejectedError.name,
      message: expect.stringContaining('Model not found: x'),
    }),
  };

  beforeEach(() => {
    stage.server.statuses = busy;
  });

  it('errors with what the server said of it', async () => {
    const seen = record(stage.client.stream(SESSION, 'Hi', options));
    await pass(5);
    stage.server.messages = [userMessage(PROMPT)];
    stage.server.say(...told(userMessage(PROMPT)));
    stage.server.cut();
    await pass(1_000);
    stage.server.statuses = {};
    stage.server.say(refusal, idle);
    await pass(3_000);
    expect(seen.ending).toMatchObject(rejected);
  });

  it('errors with that too for who is attached to it', async () => {
    stage.server.messages = [userMessage(PROMPT)];
    const seen = record(stage.client.attach(SESSION, options));
    await pass(100);
    stage.server.statuses = {};
    stage.server.say(refusal, idle);
    await pass(3_000);
    expect(seen.ending).toMatchObject(rejected);
  });
});

describe('the question where a session runs', () => {
  it.each([
    ['that is lost', lost],
    ['that is too much for the server', () => json({}, { status: 503 })],
  ])('%s is asked again before a verdict rests on it', async (_, failing) => {
    stage.server.messages = [userMessage(PROMPT), answer(PROMPT, 'Half', { finish: undefined, time: { created: 2 } })];
    let failures = 2;
    stage.server.override = ({ url }) => (url.pathname === sessionPath && failures-- > 0 ? failing() : undefined);
    const seen = record(stage.client.attach(SESSION));
    await pass(6_000);
    expect(seen.ending).toEqual({ kind: 'completed' });
    expect(seen.last.status).toBe('interrupted');
    expect(stage.server.callsOf(`GET ${sessionPath}`)).toHaveLength(3);
  });
});

describe('a connection that is lost and comes back while the prompt is posted', () => {
  it('is followed by a look at what was asked meanwhile, as soon as the prompt is known to have arrived', async () => {
    const accepted = () => new Response(null, { status: 204 });
    stage.server.override = ({ url }) =>
      url.pathname.endsWith('prompt_async')
        ? new Promise(resolve => setTimeout(() => resolve(accepted()), 1_100))
        : undefined;
    const seen = record(stage.client.stream(SESSION, 'Hi', options));
    await pass(5);
    const step = answer(PROMPT, 'Look.', { id: 'msg_1', finish: undefined, time: { created: 2 } });
    stage.server.cut();
    stage.server.statuses = busy;
    stage.server.messages = [userMessage(PROMPT), step];
    const tool = { messageID: 'msg_1', callID: 'call_1' };
    stage.server.permissions = [{ id: 'per_1', sessionID: SESSION, permission: 'bash', tool }];
    await pass(1_000);
    stage.server.say({ type: 'message.updated', properties: { sessionID: SESSION, info: step.info } });
    await pass(2_000);
    expect(seen.last.pendingPermissions).toHaveLength(1);
    seen.unsubscribe();
  });
});

describe('a permission of a child that the server has yet to name the parent of', () => {
  it('is settled when it was settled before that, also where an event names the parent in between', async () => {
    const child = { id: 'child', parentID: SESSION };
    const named = () => new Promise<Response>(resolve => setTimeout(() => resolve(json(child)), 100));
    stage.server.override = ({ url }) => (url.pathname === '/session/child' ? named() : undefined);
    stage.server.statuses = busy;
    stage.server.messages = [userMessage(PROMPT), answer(PROMPT, 'Half', { finish: undefined, time: { created: 2 } })];
    const seen = record(stage.client.stream(SESSION, 'Hi', options));
    await pass(5);
    stage.server.say(...stage.server.messages.flatMap(told));
    stage.server.say({ type: 'permission.asked', properties: { id: 'per_1', sessionID: 'child', permission: 'bash' } });
    await pass(50);
    stage.server.say({ type: 'session.updated', properties: { sessionID: 'child', info: child } });
    stage.server.say({
      type: 'permission.replied',
      properties: { sessionID: 'child', requestID: 'per_1', reply: 'once' },
    });
    await pass(500);
    expect(seen.values.map(({ promptBlocked }) => promptBlocked)).toContain(true);
    expect(seen.last.pendingPermissions).toEqual([]);
    seen.unsubscribe();
  });
});
