import { eq } from 'drizzle-orm';
import { firstValueFrom } from 'rxjs';
import { ask } from '../../examples/conversation-recipe/conversation/ask.js';
import { cancel } from '../../examples/conversation-recipe/conversation/cancel.js';
import { messageOf, messagesOf } from '../../examples/conversation-recipe/conversation/read.js';
import { messages } from '../../examples/conversation-recipe/db/schema.js';
import { claim } from '../../examples/conversation-recipe/job/claim.js';
import { scripted, step, text, wait } from '../../examples/sandbox/index.js';
import { createMessageID, OpencodeClient } from '../../lib/index.js';
import type { Fetch } from '../../lib/transport/http.js';
import { record } from '../support/recording.js';
import { eventually, rest, storedMessages, borrowSandbox } from '../support/sandbox.js';
import { useDatabase } from './support/database.js';
import { askedAnew, claimed, generated, generating, storedReply, untilRow } from './support/jobs.js';
import { useRecipe } from './support/recipe.js';
import { orphan } from './support/orphan.js';

const sandbox = borrowSandbox();
const database = useDatabase();
const recipe = useRecipe(sandbox, database, { writeEvery: 50, lease: 5000 });

const isBusy = async (sessionID: string | null): Promise<boolean> =>
  (sessionID ?? '') in (await rest<Record<string, unknown>>(sandbox(), 'GET', '/session/status'));

/** A reply under way that has said `Half.` and waits. */
async function halfway(gate: string) {
  const asked = await askedAnew(recipe(), scripted('Talk.', step(text('Half.'), wait(gate), text(' Whole.'))));
  const reply = record(generating(recipe(), await claimed(recipe())));
  const row = await untilRow(recipe(), asked.id, ({ content }) => content === 'Half.');
  return { ...row, reply };
}

/** A server that does not take aborts. */
const exceptAborts: Fetch = (input, init) =>
  `${input instanceof Request ? input.url : input}`.includes('/abort')
    ? Promise.resolve(new Response('out of order', { status: 503 }))
    : fetch(input, init);

describe('cancel()', () => {
  it('of a reply that waits: it never runs', async () => {
    const { id } = await askedAnew(recipe(), 'Never mind.');
    expect(await cancel(recipe(), id)).toBe(true);
    expect(await messageOf(recipe(), id)).toMatchObject({ status: 'cancelled', claimedUntil: null });
    expect(await claim(recipe(), 'worker')).toBeUndefined();
  });

  it('of a reply under way: the agent stops, and its last words are kept', async () => {
    const { id, sessionId, reply } = await halfway('cancelled');
    expect(await cancel(recipe(), id)).toBe(true);
    await reply.completion();
    expect(reply.values).toEqual(['cancelled']);
    const row = await messageOf(recipe(), id);
    expect(row).toMatchObject({ status: 'cancelled', content: 'Half.', error: null, claimedUntil: null });
    expect((await storedReply(sandbox(), row)).content).toBe('Half.');
    expect(await isBusy(sessionId)).toBe(false);
    sandbox().model.release('cancelled');
  });

  it('stops the agent itself, though its worker has died', async () => {
    const { id, sessionId, reply } = await halfway('alone');
    reply.unsubscribe();
    expect(await cancel(recipe(), id)).toBe(true);
    await eventually(
      () => isBusy(sessionId),
      busy => !busy,
    );
    expect(await messageOf(recipe(), id)).toMatchObject({ status: 'cancelled', content: 'Half.' });
    sandbox().model.release('alone');
  });

  it('where its server is not known: whoever generates the reply tells it', async () => {
    const { id, sessionId, reply } = await halfway('elsewhere');
    expect(await cancel({ ...recipe(), servers: new Map() }, id)).toBe(true);
    await reply.completion();
    expect(reply.values).toEqual(['cancelled']);
    expect(await isBusy(sessionId)).toBe(false);
    sandbox().model.release('elsewhere');
  });

  it('of a reply whose worker has died: the next one stops the agent and stores its last words', async () => {
    const { id, sessionId, reply } = await halfway('orphaned');
    reply.unsubscribe();
    expect(await cancel({ ...recipe(), servers: new Map() }, id)).toBe(true);
    expect(await isBusy(sessionId)).toBe(true);
    await orphan(recipe(), id);
    expect(await generated(recipe())).toBe('cancelled');
    expect(await messageOf(recipe(), id)).toMatchObject({ status: 'cancelled', content: 'Half.', claimedUntil: null });
    expect(await isBusy(sessionId)).toBe(false);
    sandbox().model.release('orphaned');
  });

  it('before the prompt was sent: it is not sent', async () => {
    const { id } = await askedAnew(recipe(), 'Do not.');
    const job = await claimed(recipe());
    await cancel(recipe(), id);
    await orphan(recipe(), id);
    expect(await generated(recipe())).toBe('cancelled');
    expect(await firstValueFrom(generating(recipe(), job))).toBe('lost');
    expect(await messageOf(recipe(), id)).toMatchObject({ status: 'cancelled', opencodeMessageId: null });
  });

  it('that the server does not hear: it is told again, until the agent stops', async () => {
    const { id, sessionId, reply } = await halfway('deaf');
    reply.unsubscribe();
    await cancel({ ...recipe(), servers: new Map() }, id);
    await orphan(recipe(), id);
    const { url: baseUrl, password } = sandbox();
    const deaf = new OpencodeClient({ baseUrl, password, fetch: exceptAborts });
    const unheard = { ...recipe(), servers: new Map([['main', deaf]]), lastWords: 200 };
    expect(await generated(unheard)).toBe('put off');
    expect(await isBusy(sessionId)).toBe(true);
    await orphan(recipe(), id);
    expect(await generated(recipe())).toBe('cancelled');
    expect(await isBusy(sessionId)).toBe(false);
    expect(await messageOf(recipe(), id)).toMatchObject({ status: 'cancelled', content: 'Half.', claimedUntil: null });
    sandbox().model.release('deaf');
  });

  it('just before the prompt was sent, by a worker that died: the next one does not send it', async () => {
    const { id } = await askedAnew(recipe(), scripted('One.', step(text('First.'))));
    await generated(recipe());
    const { sessionId, conversationId } = await messageOf(recipe(), id);
    const second = await ask(recipe(), conversationId, 'Do not.');
    await claimed(recipe());
    const unsent = { sessionId, opencodeMessageId: createMessageID() };
    await database.db.update(messages).set(unsent).where(eq(messages.id, second.id));
    await cancel(recipe(), second.id);
    await orphan(recipe(), second.id);
    expect(await generated(recipe())).toBe('cancelled');
    expect(await messageOf(recipe(), second.id)).toMatchObject({
      status: 'cancelled',
      error: null,
      claimedUntil: null,
    });
    expect(await storedMessages(sandbox(), sessionId ?? '')).toHaveLength(2);
  });

  it('of what has ended comes too late, and changes nothing', async () => {
    const { id, conversationId } = await askedAnew(recipe(), scripted('Quick.', step(text('Done.'))));
    await generated(recipe());
    const before = await messagesOf(recipe(), conversationId);
    for (const message of before) expect(await cancel(recipe(), message.id)).toBe(false);
    expect(await messagesOf(recipe(), conversationId)).toEqual(before);
    expect(before.map(message => message.id)).toContain(id);
  });

  it('of what is not there is an error', async () => {
    await expect(cancel(recipe(), 4711)).rejects.toThrow('there is no message 4711');
  });

  it('lets the next reply begin only when the agent has been stopped', async () => {
    const { id, conversationId, sessionId, reply } = await halfway('followed');
    const next = await ask(recipe(), conversationId, scripted('Next.', step(text('Next.'))));
    expect(await claim(recipe(), 'other')).toBeUndefined();
    await cancel(recipe(), id);
    await reply.completion();
    expect(await generated(recipe())).toBe('completed');
    expect(await messageOf(recipe(), next.id)).toMatchObject({ content: 'Next.', sessionId });
    expect((await storedMessages(sandbox(), sessionId ?? '')).filter(({ info }) => info.role === 'user')).toHaveLength(
      2,
    );
    sandbox().model.release('followed');
  });
});
