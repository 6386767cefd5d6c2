import { eq, sql } from 'drizzle-orm';
import { ask, startConversation } from '../../examples/conversation-recipe/conversation/ask.js';
import { messageOf, messagesOf } from '../../examples/conversation-recipe/conversation/read.js';
import { BadRowError, type Message } from '../../examples/conversation-recipe/db/rows.js';
import { messages } from '../../examples/conversation-recipe/db/schema.js';
import { claim } from '../../examples/conversation-recipe/job/claim.js';
import { scripted, step, text } from '../../examples/sandbox/index.js';
import { borrowSandbox } from '../support/sandbox.js';
import { useDatabase } from './support/database.js';
import { askedAnew } from './support/jobs.js';
import { useRecipe } from './support/recipe.js';
import { worked } from './support/crew.js';

const sandbox = borrowSandbox();
const database = useDatabase();
const recipe = useRecipe(sandbox, database, { writeEvery: 50, lease: 5000 });

describe('ask()', () => {
  it('keeps the order in which people ask at once, each with its reply', async () => {
    const { id } = await startConversation(recipe(), 'ada', 'Together');
    const texts = Array.from({ length: 20 }, (_, at) => `Question ${at}.`);
    const replies = await Promise.all(texts.map(text => ask(recipe(), id, text)));
    const said = await messagesOf(recipe(), id);
    expect(said.map(({ role }) => role)).toEqual(texts.flatMap(() => ['user', 'assistant']));
    const promptOf = (reply: Message) => said.find(message => message.id === reply.promptId)?.content;
    expect(replies.map(promptOf)).toEqual(texts);
    expect(replies.every(reply => reply.promptId === reply.id - 1)).toBe(true);
  });

  it('stores what a database cannot hold as well as it can', async () => {
    const reply = await askedAnew(recipe(), 'a NUL \0, half a \ud83d smile, a whole 😀');
    const [prompt] = await messagesOf(recipe(), reply.conversationId);
    expect(prompt?.content).toBe('a NUL \ufffd, half a \ufffd smile, a whole 😀');
  });

  it('says when there is no such conversation', async () => {
    await expect(ask(recipe(), 4711, 'Hello?')).rejects.toThrow(new Error('there is no conversation 4711'));
  });

  it('takes no empty prompt', async () => {
    const { id } = await startConversation(recipe(), 'ada', 'Silence');
    await expect(ask(recipe(), id, ' \n')).rejects.toThrow(new TypeError('ask: text must not be empty'));
    expect(await messagesOf(recipe(), id)).toEqual([]);
  });

  it('spreads conversations over the servers, and says when there is none', async () => {
    const [client] = recipe().servers.values();
    const servers = new Map(['one', 'two', 'three'].map(name => [name, client!]));
    const started: string[] = [];
    for (let at = 0; at < 6; at++)
      started.push((await startConversation({ ...recipe(), servers }, 'ada', 'New')).server);
    expect(started).toEqual(['one', 'two', 'three', 'one', 'two', 'three']);
    await expect(startConversation({ ...recipe(), servers: new Map() }, 'ada', 'New')).rejects.toThrow(
      'servers are empty',
    );
  });
});

describe('a row that cannot be read', () => {
  it('is errored, told of, and does not hold up the others', async () => {
    const bad = await askedAnew(recipe(), 'Bad.');
    const good = await askedAnew(recipe(), scripted('Good.', step(text('Good.'))));
    await database.db.execute(sql`update messages set parts = '{"no": "list"}' where id = ${bad.id}`);
    const log = await worked(recipe(), { replies: 2 });
    const words = `messages ${bad.id} cannot be read: parts: Invalid input: expected array, received object`;
    expect(log).toContainEqual({ outcome: 'failed', error: `BadRowError: ${words}` });
    expect(log).toContainEqual({ messageId: good.id, outcome: 'completed' });
    await expect(messageOf(recipe(), bad.id)).rejects.toThrow(new BadRowError(words));
    const [row] = await database.db.select().from(messages).where(eq(messages.id, bad.id));
    expect(row).toMatchObject({ status: 'errored', error: words, claimedUntil: null });
  });

  it('of a status that is not known is left alone', async () => {
    const { id } = await askedAnew(recipe(), 'From the future.');
    await database.db.execute(sql`alter table messages drop constraint messages_status_check`);
    await database.db.execute(sql`update messages set status = 'paused', claimed_until = now() where id = ${id}`);
    expect(await claim(recipe(), 'worker')).toBeUndefined();
    await expect(messageOf(recipe(), id)).rejects.toThrow(`messages ${id} cannot be read: status: Invalid option`);
  });
});
