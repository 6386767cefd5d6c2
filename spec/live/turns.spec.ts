import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastValueFrom } from 'rxjs';
import {
  read,
  reasoning,
  scripted,
  SCRIPTED_MODEL,
  step,
  text,
  todowrite,
  tool,
  write,
} from '../../examples/sandbox/index.js';
import { extractArtifactsFromMessages, extractText, type Todo } from '../../lib/index.js';
import { expectWhole, posts, storedTurn } from '../support/expect-turn.js';
import { useLive } from '../support/live.js';
import { record } from '../support/recording.js';
import { rest, storedMessages } from '../support/sandbox.js';

const live = useLive();

/** Runs a prompt in a new session to its end, and holds it against the store. */
async function run(prompt: string, options: Parameters<ReturnType<typeof live>['client']['stream']>[2] = {}) {
  const stream = live().client.stream(await live().newSession(), prompt, options);
  const seen = record(stream);
  await expectWhole(live(), stream, seen);
  return { stream, seen, reply: seen.last };
}

describe('a turn on a real server', () => {
  it('shows reasoning and text as they grow, and ends with what is stored', async () => {
    const thoughts = 'Let me think about this for a moment.';
    const words = 'Here is what I came to: it is simple.';
    const { seen, reply } = await run(scripted('Explain.', step(reasoning(thoughts), text(words))));
    expect(reply.status).toBe('completed');
    expect(reply.reasoningText).toBe(thoughts);
    expect(reply.fullText).toBe(words);
    expect(new Set(seen.values.map(({ fullText }) => fullText)).size).toBeGreaterThan(3);
    expect(seen.values.map(({ status }) => status)).toContain('working');
    expect(new Set(seen.values).size).toBe(seen.values.length);
  });

  it('counts cost and tokens as the stored message does', async () => {
    const { stream, reply } = await run(scripted('Count.', step(reasoning('One.'), text('Two three.'))));
    const [message] = await storedTurn(live(), stream);
    expect(reply.cost).toBe(message?.info['cost']);
    expect(reply.cost).toBeGreaterThan(0);
    expect(reply.tokens).toEqual(message?.info['tokens']);
  });

  it('tells of the todo list, step by step and with canonical statuses', async () => {
    const prompt = scripted(
      'Plan.',
      step(todowrite({ Look: 'in-progress', Write: 'pending' })),
      step(todowrite({ Look: 'completed', Write: 'in_progress' })),
      step(text('Planned.')),
    );
    const stream = live().client.stream(await live().newSession(), prompt);
    const lists = record(stream.todos$);
    const seen = record(stream);
    await expectWhole(live(), stream, seen);
    const statuses = (todos: readonly Todo[]) => todos.map(({ status }) => status);
    expect(lists.values.map(statuses)).toEqual([[], ['in_progress', 'pending'], ['completed', 'in_progress']]);
    expect(lists.atOnce).toEqual([[]]);
    const stored = await rest<Todo[]>(live().sandbox, 'GET', `/session/${stream.sessionID}/todo`);
    expect(seen.last.todos).toMatchObject(stored);
    expect(seen.last.toolParts.map(part => part.tool)).toEqual(['todowrite', 'todowrite']);
  });

  it('writes a file that the stored messages still hold', async () => {
    const content = '# A note\n\nWritten by an agent.\n';
    const { stream, reply } = await run(scripted('Write.', step(write('note.md', content)), step(text('Written.'))));
    const [artifact, ...others] = extractArtifactsFromMessages(await storedMessages(live().sandbox, stream.sessionID));
    expect(others).toEqual([]);
    expect(artifact).toEqual({
      name: 'note.md',
      path: join(live().sandbox.directory, 'note.md'),
      content,
      mimeType: 'text/markdown',
    });
    expect(readFileSync(join(live().sandbox.directory, 'note.md'), 'utf8')).toBe(content);
    expect(reply.toolParts.map(({ tool, status }) => [tool, status])).toEqual([['write', 'completed']]);
  });

  it('goes on after a tool that fails', async () => {
    const { reply } = await run(scripted('Read.', step(read('no-such-file.txt')), step(text('There is none.'))));
    expect(reply.status).toBe('completed');
    expect(reply.toolParts).toMatchObject([{ tool: 'read', status: 'error' }]);
    expect(reply.toolParts[0]?.error).toMatch(/not found|no such/i);
  });

  it('keeps the name of a tool that does not exist, from the first snapshot to the last', async () => {
    const { seen, reply } = await run(scripted('Call.', step(tool('teleport', { to: 'moon' })), step(text('Sorry.'))));
    const names = seen.values.flatMap(({ parts }) => parts.flatMap(part => (part.type === 'tool' ? part.tool : [])));
    expect(new Set(names)).toEqual(new Set(['teleport']));
    expect(reply.toolParts[0]?.tool).toBe('teleport');
    expect(reply.status).toBe('completed');
  });

  it('takes every prompt option', async () => {
    const options = {
      model: SCRIPTED_MODEL,
      agent: 'build',
      system: 'You are brief.',
      parts: [{ type: 'text' as const, text: 'One more thing.' }],
      tools: { bash: false },
    };
    const { stream } = await run('Say something.', options);
    const asked = live().sandbox.model.requests.findLast(request => !request.title);
    expect(JSON.stringify(asked?.body.messages)).toContain('You are brief.');
    expect(asked?.prompt).toContain('One more thing.');
    const user = (await storedMessages(live().sandbox, stream.sessionID)).find(({ info }) => info.role === 'user');
    expect(user?.info).toMatchObject({ id: stream.messageID, agent: 'build' });
  });

  it('completes a prompt without reply on acceptance', async () => {
    const stream = live().client.stream(await live().newSession(), 'Just so you know.', { noReply: true });
    const seen = record(stream);
    await seen.completion();
    expect(seen.last.status).toBe('completed');
    expect(seen.last.parts).toEqual([]);
    expect(posts(live())).toBe(1);
    const stored = await storedMessages(live().sandbox, stream.sessionID);
    expect(stored.map(({ info }) => [info.id, info.role])).toEqual([[stream.messageID, 'user']]);
  });

  it('shares itself among two subscribers and all siblings', async () => {
    const prompt = scripted('Share.', step(todowrite({ Look: 'completed' })), step(text('All of one turn.')));
    const stream = live().client.stream(await live().newSession(), prompt);
    const texts = record(stream.text$);
    const tools = record(stream.toolParts$);
    const transitions = record(stream.transitions$);
    const questions = record(stream.pendingQuestions$);
    const permissions = record(stream.pendingPermissions$);
    const result = record(stream.result$);
    const [one, two] = [record(stream), record(stream)];
    await expectWhole(live(), stream, one);
    for (const each of [texts, tools, transitions, questions, permissions, result, two]) await each.completion();
    expect(two.values).toEqual(one.values);
    expect(texts.values.at(0)).toBe('');
    expect(texts.last).toBe('All of one turn.');
    expect(tools.atOnce).toEqual([]);
    expect(tools.values.map(({ status }) => status)).toEqual(
      expect.arrayContaining(['pending', 'running', 'completed']),
    );
    expect(transitions.atOnce).toEqual([]);
    expect(transitions.values.filter(({ type }) => type === 'stepFinished')).toHaveLength(2);
    expect([questions.values, permissions.values]).toEqual([[[]], [[]]]);
    expect(result.values).toEqual([one.last.result]);
  });

  it('knows its message before it is subscribed, and sends nothing until then', async () => {
    const { client, newSession, proxy } = live();
    const stream = client.stream(await newSession(), 'Later.');
    expect(stream.messageID).toMatch(/^msg_[0-9a-f]{12}[0-9A-Za-z]{14}$/);
    await lastValueFrom(client.health());
    expect(proxy.requests.map(({ path }) => path)).toEqual(['/global/health']);
  });

  it('has a synchronous sister that needs no event stream', async () => {
    const { client, newSession, proxy, sandbox } = live();
    const sessionID = await newSession();
    const message = await lastValueFrom(client.sendMessage(sessionID, scripted('Wait.', step(text('Here I am.')))));
    expect(extractText(message)).toBe('Here I am.');
    expect(message).toEqual((await storedMessages(sandbox, sessionID)).at(-1));
    expect(proxy.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `POST /session/${sessionID}/message`,
    ]);
  });
});
