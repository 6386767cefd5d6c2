import { ask } from '../../examples/conversation-recipe/conversation/ask.js';
import { messageOf } from '../../examples/conversation-recipe/conversation/read.js';
import { work } from '../../examples/conversation-recipe/worker/work.js';
import { scripted, step, text, wait } from '../../examples/sandbox/index.js';
import { record } from '../support/recording.js';
import { eventually, rest, storedMessages, borrowSandbox } from '../support/sandbox.js';
import { useDatabase } from './support/database.js';
import { askedAnew, claimed, generated, generating, storedReply, untilRow } from './support/jobs.js';
import { useRecipe } from './support/recipe.js';

const sandbox = borrowSandbox();
const database = useDatabase();
const recipe = useRecipe(sandbox, database, { writeEvery: 50, lease: 5000 });

const LONG = 'A word and another word. '.repeat(40);

describe('while the database is away', () => {
  it('a turn goes on, and all of it is stored when the database is back', async () => {
    const { id } = await askedAnew(recipe(), scripted('Talk.', step(text('Half.'), wait('away'), text(LONG))));
    const reply = record(generating(recipe(), await claimed(recipe())));
    const { sessionId } = await untilRow(recipe(), id, ({ content }) => content === 'Half.');
    await database.goAway();
    sandbox().model.release('away');
    await eventually(
      () => storedMessages(sandbox(), sessionId ?? ''),
      messages => messages.at(-1)?.info['finish'] === 'stop',
    );
    expect(reply.ending).toBeUndefined();
    await database.comeBack();
    await reply.completion();
    const row = await messageOf(recipe(), id);
    expect(reply.values).toEqual(['completed']);
    expect(row).toMatchObject({ status: 'completed', content: `Half.${LONG}`, attempts: 1, error: null });
    expect(row.content).toBe((await storedReply(sandbox(), row)).content);
  });

  it('every answer may get lost once: what is done twice does no harm', async () => {
    const { id } = await askedAnew(recipe(), scripted('Talk.', step(text('Half.'), wait('lost'), text(' Whole.'))));
    const reply = record(generating(recipe(), await claimed(recipe())));
    database.loseAnswer('"opencode_message_id" = $');
    await untilRow(recipe(), id, ({ content }) => content === 'Half.');
    database.loseAnswer('update "messages"');
    await untilRow(recipe(), id, () => true);
    database.loseAnswer('"finished_at" =');
    sandbox().model.release('lost');
    await reply.completion();
    const row = await messageOf(recipe(), id);
    expect(reply.values).toEqual(['completed']);
    expect(row).toMatchObject({ status: 'completed', content: 'Half. Whole.', attempts: 1, claimedUntil: null });
    expect((await storedReply(sandbox(), row)).prompts).toHaveLength(1);
  });

  it('so may that of a lost session’s replacement: it is replaced once', async () => {
    const { id, conversationId } = await askedAnew(recipe(), scripted('One.', step(text('First.'))));
    await generated(recipe());
    await rest(sandbox(), 'DELETE', `/session/${(await messageOf(recipe(), id)).sessionId ?? ''}`);
    const second = await ask(recipe(), conversationId, scripted('Two.', step(text('Second.'))));
    database.loseAnswer('commit');
    expect(await generated(recipe())).toBe('completed');
    expect(await messageOf(recipe(), second.id)).toMatchObject({ content: 'Second.', lostSessions: 1 });
  });

  it('a worker waits, and then works', async () => {
    const { id } = await askedAnew(recipe(), scripted('Wait.', step(text('It was worth it.'))));
    await database.goAway();
    const worker = record(work(recipe(), { name: 'worker', slots: 2, lookEvery: 50 }));
    await new Promise(resolve => setTimeout(resolve, 300));
    expect(worker.values).toEqual([]);
    await database.comeBack();
    await worker.until(({ outcome }) => outcome === 'completed');
    worker.unsubscribe();
    expect(await messageOf(recipe(), id)).toMatchObject({ content: 'It was worth it.' });
  });
});
