import { eq } from 'drizzle-orm';
import { Subject } from 'rxjs';
import { ask, startConversation } from '../../examples/conversation-recipe/conversation/ask.js';
import { messageOf } from '../../examples/conversation-recipe/conversation/read.js';
import type { Message } from '../../examples/conversation-recipe/db/rows.js';
import { messages } from '../../examples/conversation-recipe/db/schema.js';
import { claim } from '../../examples/conversation-recipe/job/claim.js';
import { finish } from '../../examples/conversation-recipe/job/hold.js';
import { lineOf } from '../../examples/conversation-recipe/worker/line.js';
import { work } from '../../examples/conversation-recipe/worker/work.js';
import { scripted, step, text, wait } from '../../examples/sandbox/index.js';
import { record } from '../support/recording.js';
import { storedMessages, borrowSandbox } from '../support/sandbox.js';
import { useDatabase } from './support/database.js';
import { askedAnew, claimed, storedReply, untilRow } from './support/jobs.js';
import { useRecipe } from './support/recipe.js';
import { PATIENCE, hasEnded, worked } from './support/crew.js';

const sandbox = borrowSandbox();
const database = useDatabase();
const recipe = useRecipe(sandbox, database, { writeEvery: 50, lease: 5000 });

describe('work()', () => {
  it(
    'by 20 workers on 50 replies: each is generated once',
    async () => {
      const conversations = await Promise.all(
        Array.from({ length: 10 }, (_, at) => startConversation(recipe(), 'ada', `${at}`)),
      );
      const asked: Message[] = [];
      for (let round = 0; round < 5; round++)
        for (const { id } of conversations)
          asked.push(await ask(recipe(), id, scripted(`Round ${round}.`, step(text(`Answer ${round}.`)))));
      const log = await worked(recipe(), { workers: 20, replies: 50 });
      expect(log.filter(({ outcome }) => outcome !== 'claimed' && outcome !== 'completed')).toEqual([]);
      const claims = log.filter(({ outcome }) => outcome === 'claimed').map(({ messageId }) => messageId);
      expect(new Set(claims)).toEqual(new Set(asked.map(({ id }) => id)));
      expect(claims).toHaveLength(50);
      for (const { id } of conversations) {
        const rows = await database.db
          .select()
          .from(messages)
          .where(eq(messages.conversationId, id))
          .orderBy(messages.id);
        const said = (await storedMessages(sandbox(), rows[1]?.sessionId ?? '')).map(({ info, parts }) => [
          info.role,
          parts.find(({ type }) => type === 'text')?.text,
        ]);
        expect(said).toEqual(rows.map(({ role, content }) => [role, content]));
      }
    },
    PATIENCE + 10_000,
  );

  it('claims one reply of a conversation at a time, in their order, and those of its own servers only', async () => {
    const first = await askedAnew(recipe(), 'One.');
    const second = await ask(recipe(), first.conversationId, 'Two.');
    const elsewhere = await askedAnew(
      { ...recipe(), servers: new Map([['other', recipe().servers.get('main')!]]) },
      'Three.',
    );
    const job = await claimed(recipe());
    expect(job.id).toBe(first.id);
    expect(await claim(recipe(), 'worker')).toBeUndefined();
    await finish(recipe(), job, { status: 'completed' });
    expect((await claimed(recipe())).id).toBe(second.id);
    expect(await claim(recipe(), 'worker')).toBeUndefined();
    expect(await messageOf(recipe(), elsewhere.id)).toMatchObject({ status: 'pending' });
    expect(await claim({ ...recipe(), servers: new Map() }, 'worker')).toBeUndefined();
  });

  it('by 20 claims at once on 50 replies: none is claimed twice', async () => {
    for (let at = 0; at < 50; at++) await askedAnew(recipe(), 'Hello.');
    const claims: number[] = [];
    const one = async (_: unknown, at: number): Promise<void> => {
      const job = await claim(recipe(), `worker-${at}`);
      if (job === undefined) return;
      claims.push(job.id);
      return one(_, at);
    };
    await Promise.all(Array.from({ length: 20 }, one));
    expect(claims).toHaveLength(50);
    expect(new Set(claims).size).toBe(50);
  });

  it('stopped in the middle of a reply: releases it, and the next worker goes on with the same turn', async () => {
    const { id } = await askedAnew(recipe(), scripted('Talk.', step(text('Half.'), wait('stopped'), text(' Whole.'))));
    const stop$ = new Subject<void>();
    const first = record(work(recipe(), { name: 'first', stop$ }));
    await untilRow(recipe(), id, ({ content }) => content === 'Half.');
    stop$.next();
    await first.completion();
    expect(first.values.map(lineOf)).toEqual([`message ${id}: claimed`, `message ${id}: released`]);
    expect(await messageOf(recipe(), id)).toMatchObject({
      status: 'streaming',
      attempts: 0,
      claimedBy: null,
      content: 'Half.',
    });
    const second = record(work(recipe(), { name: 'second' }));
    await second.until(({ outcome }) => outcome === 'claimed');
    sandbox().model.release('stopped');
    await second.until(hasEnded);
    second.unsubscribe();
    await expectWhole(id, 'Half. Whole.');
  });

  it('of a worker that died is done by the next, when its lease has run out; the prompt is sent once', async () => {
    const impatient = { ...recipe(), lease: 600 };
    const { id } = await askedAnew(impatient, scripted('Talk.', step(text('Half.'), wait('died'), text(' Whole.'))));
    const first = record(work(impatient, { name: 'first' }));
    await untilRow(impatient, id, ({ content }) => content === 'Half.');
    first.unsubscribe();
    const second = record(work(impatient, { name: 'second', lookEvery: 250 }));
    await second.until(({ outcome }) => outcome === 'claimed');
    sandbox().model.release('died');
    await second.until(hasEnded);
    second.unsubscribe();
    expect(await expectWhole(id, 'Half. Whole.')).toMatchObject({ attempts: 2 });
  });

  it('holds on to a reply while nothing is said', async () => {
    const { id } = await askedAnew(recipe(), scripted('Think.', step(wait('thought'), text('There.'))));
    const worker = record(work({ ...recipe(), lease: 300 }, { name: 'worker', slots: 1 }));
    await sandbox().model.reached('thought');
    const { claimedUntil } = await messageOf(recipe(), id);
    const isLater = (time: Date | null) => Number(time) >= Number(claimedUntil) + 600;
    const { claimedBy, attempts } = await untilRow(recipe(), id, message => isLater(message.claimedUntil));
    expect({ claimedBy, attempts }).toEqual({ claimedBy: expect.stringMatching(/^worker:/), attempts: 1 });
    sandbox().model.release('thought');
    await worker.until(hasEnded);
    worker.unsubscribe();
  });

  it('of a worker that was held up too long is left to the next', async () => {
    const { id } = await askedAnew(recipe(), scripted('Talk.', step(text('Half.'), wait('held up'), text(' Whole.'))));
    const first = record(work({ ...recipe(), lease: 900 }, { name: 'first', slots: 1, lookEvery: 60_000 }));
    await untilRow(recipe(), id, ({ content }) => content === 'Half.');
    await database.db
      .update(messages)
      .set({ claimedUntil: new Date(0), claimedBy: 'a claim that ran out' })
      .where(eq(messages.id, id));
    const second = record(work(recipe(), { name: 'second', slots: 1 }));
    expect(await first.until(hasEnded)).toEqual({ messageId: id, outcome: 'lost' });
    await second.until(({ outcome }) => outcome === 'claimed');
    first.unsubscribe();
    sandbox().model.release('held up');
    await second.until(hasEnded);
    second.unsubscribe();
    await expectWhole(id, 'Half. Whole.');
  });

  it('gives up a reply that all its workers died of', async () => {
    const { id } = await askedAnew(recipe(), 'Deadly.');
    await database.db
      .update(messages)
      .set({ status: 'streaming', claimedUntil: new Date(0), attempts: 10 })
      .where(eq(messages.id, id));
    const error = 'Error: given up: none of 10 workers brought it to an end';
    expect(await worked(recipe(), { replies: 1 })).toContainEqual({ messageId: id, outcome: 'errored', error });
    expect((await messageOf(recipe(), id)).error).toBe(error);
  });
});

/** The row says what the server says, which has the prompt once. */
async function expectWhole(id: number, content: string): Promise<Message> {
  const row = await messageOf(recipe(), id);
  expect(row).toMatchObject({ status: 'completed', content });
  const stored = await storedReply(sandbox(), row);
  expect(stored.content).toBe(content);
  expect(stored.prompts.map(({ info }) => info.id)).toEqual([row.opencodeMessageId]);
  return row;
}
