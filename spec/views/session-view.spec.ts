import type { Observable } from 'rxjs';
import type { OpencodeClient } from '../../lib/client.js';
import type { LiveMessage } from '../../lib/live/transcript/live-message.js';
import {
  answer,
  expectNothingLeft,
  idle,
  ScriptedServer,
  SESSION,
  told,
  userMessage,
} from '../support/scripted-server.js';
import { pass, stopTime } from '../support/virtual-time.js';

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

/** What an Observable says, kept. */
function watched<T>(source: Observable<T>) {
  const heard = { values: [] as T[], error: undefined as unknown, completed: false, leave: () => {} };
  const subscription = source.subscribe({
    next: value => heard.values.push(value),
    error: (error: unknown) => (heard.error = error),
    complete: () => (heard.completed = true),
  });
  heard.leave = () => {
    subscription.unsubscribe();
  };
  return heard;
}

const textOf = (message: LiveMessage | undefined) =>
  message?.parts.map(part => ('text' in part ? part.text : part.type)).join('');

describe('a view of a session', () => {
  it('begins with what the server has, once the event connection is up', async () => {
    server.messages = [userMessage('a'), answer('a', 'Hello')];
    const messages = watched(client.session(SESSION).messages$);
    expect(messages.values).toEqual([]);
    await pass(10);
    expect(messages.values).toEqual([server.messages]);
    messages.leave();
  });

  it('gives the present value at once to whoever comes later, and asks once for all', async () => {
    const first = watched(client.session(SESSION).info$);
    await pass(10);
    const second = watched(client.session(SESSION).info$);
    expect(second.values).toEqual(first.values);
    expect(server.callsOf(`GET /session/${SESSION}`)).toHaveLength(1);
    expect(server.listeners).toBe(1);
    first.leave();
    second.leave();
  });

  it('grows a text as it is said, and leaves everything else alone', async () => {
    server.messages = [userMessage('a'), answer('a', 'Hello')];
    server.statuses = { [SESSION]: { type: 'busy' } };
    const messages = watched(client.session(SESSION).messages$);
    await pass(10);
    const next = answer('b', '', { id: 'n', time: { created: 5 } });
    const [text] = next.parts;
    server.say(...told(userMessage('b', 4)), ...told({ ...next, parts: [] }));
    server.say({
      type: 'message.part.updated',
      properties: { sessionID: SESSION, part: { ...text, time: { start: 5 } } },
    });
    for (const delta of ['Good ', 'bye'])
      server.say({
        type: 'message.part.delta',
        properties: { sessionID: SESSION, messageID: 'n', partID: text?.id, field: 'text', delta },
      });
    await pass(10);
    const [before, last] = [messages.values.at(-2), messages.values.at(-1)];
    expect(last?.map(textOf)).toEqual(['the prompt', 'Hello', 'the prompt', 'Good bye']);
    expect(before?.slice(0, 3).every((message, at) => message === last?.[at])).toBe(true);
    messages.leave();
  });

  it('reads again when the session comes to rest, and emits nothing when nothing is new', async () => {
    server.messages = [userMessage('a'), answer('a', 'Hello')];
    const messages = watched(client.session(SESSION).messages$);
    await pass(10);
    server.say(idle);
    await pass(1000);
    expect(server.callsOf('/message')).toHaveLength(2);
    expect(messages.values).toHaveLength(1);
    messages.leave();
  });

  it('completes when the session is deleted, and says so', async () => {
    const view = client.session(SESSION);
    const [info, messages, questions, error] = [view.info$, view.messages$, view.pendingQuestions$, view.error$].map(
      source => watched<unknown>(source),
    );
    await pass(10);
    server.say({ type: 'session.deleted', properties: { sessionID: SESSION, info: { id: SESSION } } });
    await pass(10);
    expect([info, messages, questions, error].map(heard => heard?.completed)).toEqual([true, true, true, true]);
    expect(error?.values).toMatchObject([undefined, { name: 'SessionNotFoundError' }]);
  });
});
