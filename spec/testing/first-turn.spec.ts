import { lastValueFrom } from 'rxjs';
import type { OpencodeClient } from '../../lib/client.js';
import { fail, question, reasoning, retry, ScriptedOpencode, task, todos, tool } from '../../lib/testing/index.js';

describe('a scripted turn', () => {
  let server: ScriptedOpencode;
  let client: OpencodeClient;

  beforeEach(() => {
    server = new ScriptedOpencode();
    client = server.client();
  });

  afterEach(() => {
    client.close();
    expect(server.connections).toBe(0);
  });

  it('is answered with nothing configured', async () => {
    const session = server.addSession();
    const reply = await lastValueFrom(client.stream(session.id, 'Hi'));
    expect(reply).toMatchObject({ status: 'completed', fullText: 'You said: Hi' });
    expect(server.requestsTo('POST /session/:id/prompt_async')).toHaveLength(1);
  });

  it('thinks, asks, calls, has children, and ends as it is stored', async () => {
    const { id } = server.addSession();
    server.onPrompt([
      reasoning('Let me think.'),
      'Hello there.',
      tool('bash', { command: 'ls' }, { output: 'a', asks: true }),
      question('Which?', ['A']),
      task([tool('bash', { command: 'pwd' }, { asks: true }), 'The child says.']),
      todos({ 'Write it down': 'pending' }),
      'Bye.',
    ]);
    const options = { onPermission: () => ['once' as const], onQuestion: () => [[['A']]] };
    const reply = await lastValueFrom(client.stream(id, 'Hi', options));
    expect(reply.error).toBeUndefined();
    expect(reply.parts.map(part => part.type)).toEqual([
      ...['reasoning', 'text', 'tool', 'tool', 'tool', 'tool', 'text'],
    ]);
    expect(reply.toolParts.map(part => part.status)).toEqual(['completed', 'completed', 'completed', 'completed']);
    expect(server.store.children(id)).toHaveLength(1);
  });

  it('leaves what it had said when it is retried, and begins anew', async () => {
    const { id } = server.addSession();
    server.onPrompt(['Half', retry('Overloaded', 1), 'Whole.']);
    await lastValueFrom(client.stream(id, 'Hi'));
    const [, answer] = await lastValueFrom(client.getMessages(id));
    const texts = answer?.parts.flatMap(part =>
      part.type === 'text' ? [[part.text, part.time?.end !== undefined]] : [],
    );
    expect(texts).toEqual([
      ['', false],
      ['Whole.', true],
    ]);
  });

  it('is followed by another that is sent before its last words', async () => {
    const { id } = server.addSession();
    for (const text of ['one', 'two', 'three']) {
      const reply = await lastValueFrom(client.stream(id, text));
      expect(reply).toMatchObject({ status: 'completed', fullText: `You said: ${text}` });
    }
  });

  it('is followed by another that is sent while it fails', async () => {
    const { id } = server.addSession();
    server.onPrompt('badly', fail('Refused'));
    expect(await lastValueFrom(client.stream(id, 'badly'))).toMatchObject({ status: 'failed' });
    expect(await lastValueFrom(client.stream(id, 'well'))).toMatchObject({ status: 'completed' });
  });
});
