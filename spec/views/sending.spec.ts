import { Subject, take } from 'rxjs';
import type { LiveMessage } from '../../lib/index.js';
import { until } from '../../lib/testing/index.js';
import { record } from '../support/recording.js';
import { useVirtualOpencode } from '../support/virtual-opencode.js';
import { pass } from '../support/virtual-time.js';

const stage = useVirtualOpencode();

/** A view of a new session that is watched. */
async function watched() {
  const view = stage.client.session(stage.server.addSession().id);
  const messages = record(view.messages$);
  await pass(20);
  return { view, messages };
}

const pendingOf = (messages: readonly LiveMessage[]) => messages.map(({ pending = false }) => pending);
const textsOf = (messages: readonly LiveMessage[]) =>
  messages.map(({ parts }) => parts.map(part => ('text' in part ? part.text : '')).join(''));

describe('a prompt that is sent through a view', () => {
  it('shows at once, and is the server’s own when that has told of it', async () => {
    const { view, messages } = await watched();
    const reply = record(view.stream('Hi', { agent: 'build' }));
    expect(messages.values).toHaveLength(2);
    expect(messages.last).toMatchObject([
      { info: { role: 'user', agent: 'build' }, parts: [{ type: 'text', text: 'Hi' }], pending: true },
    ]);
    await pass(2_000);
    expect(messages.values.every(shown => textsOf(shown).filter(text => text === 'Hi').length <= 1)).toBe(true);
    expect(messages.values.slice(1).every(shown => textsOf(shown)[0] === 'Hi')).toBe(true);
    expect(messages.last).toEqual(stage.server.store.messages(view.sessionID));
    expect(reply.ending).toEqual({ kind: 'completed' });
    messages.unsubscribe();
  });

  it('shows in every view of the session, and behind what was there', async () => {
    const { view, messages } = await watched();
    stage.server.addTurn(view.sessionID, 'Before');
    messages.unsubscribe();
    const other = record(stage.client.session(view.sessionID).messages$);
    await pass(20);
    const reply = record(view.stream('Hi'));
    expect(textsOf(other.last)).toEqual(['Before', 'Done.', 'Hi']);
    expect(pendingOf(other.last)).toEqual([false, false, true]);
    await pass(2_000);
    expect(reply.ending).toEqual({ kind: 'completed' });
    other.unsubscribe();
  });

  it('is one list for all who watch', async () => {
    const { view, messages } = await watched();
    const other = record(view.messages$);
    stage.server.onPrompt([until(new Subject())]);
    const reply = record(view.stream('Hi'));
    expect(pendingOf(messages.last)).toEqual([true]);
    expect(other.last).toBe(messages.last);
    expect(record(stage.client.session(view.sessionID).messages$.pipe(take(1))).last).toBe(messages.last);
    await pass(100);
    for (const recording of [reply, messages, other]) recording.unsubscribe();
  });

  it('goes away when the post is refused', async () => {
    const { view, messages } = await watched();
    stage.server.refuse(400, { path: 'POST /session/:id/prompt_async' });
    const reply = record(view.stream('Hi'));
    expect(pendingOf(messages.last)).toEqual([true]);
    await pass(2_000);
    expect(reply.ending).toMatchObject({ kind: 'errored', error: { name: 'BadRequestError' } });
    expect(messages.last).toEqual([]);
    messages.unsubscribe();
  });

  it('goes away when it is left before the server has it, and comes back with whoever goes on', async () => {
    const { view, messages } = await watched();
    stage.server.refuse('network', { path: '/event' });
    stage.server.cut();
    await pass(5);
    const stream = view.stream('Hi');
    const first = record(stream);
    expect(pendingOf(messages.last)).toEqual([true]);
    first.unsubscribe();
    expect(messages.last).toEqual([]);
    const second = record(stream);
    expect(pendingOf(messages.last)).toEqual([true]);
    second.unsubscribe();
    messages.unsubscribe();
  });

  it('stays when it is left after the server has it', async () => {
    const { view, messages } = await watched();
    stage.server.onPrompt([until(new Subject())]);
    const reply = record(view.stream('Hi'));
    await pass(100);
    reply.unsubscribe();
    expect(textsOf(messages.last)[0]).toBe('Hi');
    expect(pendingOf(messages.last)).not.toContain(true);
    messages.unsubscribe();
  });

  it('that wants no reply stays in sight until the server has told of it', async () => {
    const { view, messages } = await watched();
    const sent = record(view.stream('Hi', { noReply: true }));
    await pass(100);
    expect(sent.ending).toEqual({ kind: 'completed' });
    expect(messages.values.slice(1).map(textsOf)).toEqual(messages.values.slice(1).map(() => ['Hi']));
    expect(messages.last).toEqual(stage.server.store.messages(view.sessionID));
    messages.unsubscribe();
  });

  it('goes away when it was accepted and is never stored', async () => {
    const { view, messages } = await watched();
    stage.server.on('POST /session/:id/prompt_async', () => new Response(null, { status: 204 }));
    const sent = record(view.stream('Hi', { noReply: true }));
    await pass(1_000);
    expect(sent.ending).toEqual({ kind: 'completed' });
    expect(pendingOf(messages.last)).toEqual([true]);
    await pass(30_000);
    expect(messages.last).toEqual([]);
    messages.unsubscribe();
  });

  it('goes when it is deleted, though its turn is still followed', async () => {
    const { view, messages } = await watched();
    stage.server.onPrompt([until(new Subject())]);
    const stream = view.stream('Hi');
    const reply = record(stream);
    await pass(100);
    stage.server.emit('message.removed', { sessionID: view.sessionID, messageID: stream.messageID ?? '' });
    await pass(10);
    expect(textsOf(messages.last)).not.toContain('Hi');
    reply.unsubscribe();
    messages.unsubscribe();
  });

  it('names the option at fault', () => {
    expect(() => stage.client.session('ses_1').stream('Hi', { messageID: 'x' })).toThrow(/messageID/);
    expect(() => stage.client.session('')).toThrow(/session.*sessionID/);
  });
});
