import type { LiveMessage } from '../../../lib/live/transcript/live-message.js';
import { record } from '../../support/recording.js';
import { answer, idle, SESSION, told, userMessage } from '../../support/scripted-server.js';
import { useScriptedServer } from '../../support/scripted-stage.js';
import { pass } from '../../support/virtual-time.js';

const stage = useScriptedServer();

const textOf = (message: LiveMessage | undefined) =>
  message?.parts.map(part => ('text' in part ? part.text : part.type)).join('');

describe('a view of a session', () => {
  it('begins with what the server has, once the event connection is up', async () => {
    stage.server.messages = [userMessage('a'), answer('a', 'Hello')];
    const messages = record(stage.client.session(SESSION).messages$);
    expect(messages.values).toEqual([]);
    await pass(10);
    expect(messages.values).toEqual([stage.server.messages]);
    messages.unsubscribe();
  });

  it('gives the present value at once to whoever comes later, and asks once for all', async () => {
    const first = record(stage.client.session(SESSION).info$);
    await pass(10);
    const second = record(stage.client.session(SESSION).info$);
    expect(second.values).toEqual(first.values);
    expect(stage.server.callsOf(`GET /session/${SESSION}`)).toHaveLength(1);
    expect(stage.server.listeners).toBe(1);
    first.unsubscribe();
    second.unsubscribe();
  });

  it('grows a text as it is said, and leaves everything else alone', async () => {
    stage.server.messages = [userMessage('a'), answer('a', 'Hello')];
    stage.server.statuses = { [SESSION]: { type: 'busy' } };
    const messages = record(stage.client.session(SESSION).messages$);
    await pass(10);
    const next = answer('b', '', { id: 'n', time: { created: 5 } });
    const [text] = next.parts;
    stage.server.say(...told(userMessage('b', 4)), ...told({ ...next, parts: [] }));
    stage.server.say({
      type: 'message.part.updated',
      properties: { sessionID: SESSION, part: { ...text, time: { start: 5 } } },
    });
    for (const delta of ['Good ', 'bye'])
      stage.server.say({
        type: 'message.part.delta',
        properties: { sessionID: SESSION, messageID: 'n', partID: text?.id, field: 'text', delta },
      });
    await pass(10);
    const [before, last] = [messages.values.at(-2), messages.values.at(-1)];
    expect(last?.map(textOf)).toEqual(['the prompt', 'Hello', 'the prompt', 'Good bye']);
    expect(before?.slice(0, 3).every((message, at) => message === last?.[at])).toBe(true);
    messages.unsubscribe();
  });

  it('reads again when the session comes to rest, and emits nothing when nothing is new', async () => {
    stage.server.messages = [userMessage('a'), answer('a', 'Hello')];
    const messages = record(stage.client.session(SESSION).messages$);
    await pass(10);
    stage.server.say(idle);
    await pass(1000);
    expect(stage.server.callsOf('/message')).toHaveLength(2);
    expect(messages.values).toHaveLength(1);
    messages.unsubscribe();
  });

  it('completes when the session is deleted, and says so', async () => {
    const view = stage.client.session(SESSION);
    const [info, messages, questions, error] = [view.info$, view.messages$, view.pendingQuestions$, view.error$].map(
      source => record<unknown>(source),
    );
    await pass(10);
    stage.server.say({ type: 'session.deleted', properties: { sessionID: SESSION, info: { id: SESSION } } });
    await pass(10);
    for (const heard of [info, messages, questions, error]) expect(heard?.ending).toEqual({ kind: 'completed' });
    expect(error?.values).toMatchObject([undefined, { name: 'SessionNotFoundError' }]);
  });
});
