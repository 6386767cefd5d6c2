import { eq } from 'drizzle-orm';
import { firstValueFrom, Subject } from 'rxjs';
import { ask } from '../../examples/conversation-recipe/conversation/ask.js';
import { conversationOf, messageOf } from '../../examples/conversation-recipe/conversation/read.js';
import { watch } from '../../examples/conversation-recipe/conversation/watch.js';
import { messages } from '../../examples/conversation-recipe/db/schema.js';
import type { Recipe } from '../../examples/conversation-recipe/recipe.js';
import { bash, scripted, step, text, todowrite, wait } from '../../examples/sandbox/index.js';
import { OpencodeClient, type ReplyPart } from '../../lib/index.js';
import type { Fetch } from '../../lib/transport/http.js';
import { record } from '../support/recording.js';
import { storedMessages, borrowSandbox } from '../support/sandbox.js';
import { useDatabase } from './support/database.js';
import { askedAnew, claimed, generated, generating, storedReply, untilRow } from './support/jobs.js';
import { useRecipe } from './support/recipe.js';

const sandbox = borrowSandbox();
const database = useDatabase();
const recipe = useRecipe(sandbox, database, { writeEvery: 50, lease: 5000, follow: { onPermission: () => ['once'] } });

describe('a reply', () => {
  it('is stored as the server stored it: text, parts, tool calls, cost and tokens', async () => {
    const { id } = await askedAnew(
      recipe(),
      scripted(
        'Look.',
        step(text('I look.'), bash('echo seen'), todowrite({ Look: 'completed' })),
        step(text('Done.')),
      ),
    );
    expect(await generated(recipe())).toBe('completed');
    const row = await messageOf(recipe(), id);
    const { answers, prompts, content } = await storedReply(sandbox(), row);
    expect(prompts.map(({ info }) => info.id)).toEqual([row.opencodeMessageId]);
    expect(row).toMatchObject({ status: 'completed', content, error: null, claimedUntil: null, attempts: 1 });
    expect(content).toBe('I look.\n\nDone.');
    expect(row.parts.map(partOf)).toEqual(['I look.', 'bash', 'todowrite', 'Done.']);
    expect(row.toolCalls).toMatchObject([
      { tool: 'bash', status: 'completed', output: 'seen\n' },
      { tool: 'todowrite', status: 'completed' },
    ]);
    const sum = (of: (info: Record<string, unknown>) => unknown) =>
      answers.reduce((total, { info }) => total + Number(of(info)), 0);
    expect(row.cost).toBeCloseTo(
      sum(info => info['cost']),
      10,
    );
    expect(row.inputTokens).toBe(sum(info => (info['tokens'] as { input: number }).input));
    expect(row.outputTokens).toBe(sum(info => (info['tokens'] as { output: number }).output));
    expect(row.outputTokens).toBeGreaterThan(0);
    expect(row.finishedAt?.getTime()).toBeGreaterThanOrEqual(row.startedAt?.getTime() ?? Infinity);
  });

  it('is stored while it grows, but not with every delta', async () => {
    const { id } = await askedAnew(
      recipe(),
      scripted('Talk.', step(text('word '.repeat(200), { delay: 5 }), wait('grown'), text('The end.'))),
    );
    const writes = record(generating(counted(recipe()), await claimed(recipe())));
    const row = await untilRow(recipe(), id, ({ content }) => content.length >= 999);
    expect(row.status).toBe('streaming');
    sandbox().model.release('grown');
    await writes.completion();
    expect((await messageOf(recipe(), id)).content).toBe(`${'word '.repeat(200)}The end.`);
    expect(updates).toBeGreaterThan(3);
    expect(updates).toBeLessThan(100);
  });

  it('goes on in the same session, one after the other', async () => {
    const { conversationId } = await askedAnew(recipe(), scripted('One.', step(text('First.'))));
    await generated(recipe());
    const { sessionId } = await conversationOf(recipe(), conversationId);
    const second = await ask(recipe(), conversationId, scripted('Two.', step(text('Second.'))));
    await generated(recipe());
    expect(await messageOf(recipe(), second.id)).toMatchObject({ sessionId, content: 'Second.' });
    expect((await storedMessages(sandbox(), sessionId ?? '')).map(({ info }) => info.role)).toEqual([
      'user',
      'assistant',
      'user',
      'assistant',
    ]);
  });

  it('has its prompt once, though one of a worker that was given up arrives late', async () => {
    const { id } = await askedAnew(recipe(), scripted('Talk.', step(text('Half.'), wait('twice'), text(' Whole.'))));
    const { arrival, held } = heldUp();
    const first = record(generating(held, await claimed(held)));
    const arrive = await arrival;
    first.unsubscribe();
    await database.db
      .update(messages)
      .set({ claimedUntil: new Date(0) })
      .where(eq(messages.id, id));
    const second = record(generating(recipe(), await claimed(recipe())));
    await untilRow(recipe(), id, ({ content }) => content === 'Half.');
    expect((await arrive()).status).toBe(204);
    sandbox().model.release('twice');
    await second.completion();
    const row = await messageOf(recipe(), id);
    const { answers, prompts } = await storedReply(sandbox(), row);
    expect(prompts.map(({ parts }) => parts.length)).toEqual([1]);
    expect(answers).toHaveLength(1);
    expect(row).toMatchObject({ status: 'completed', content: 'Half. Whole.' });
  });

  it('can be watched as its row grows, until it has ended', async () => {
    const { id } = await askedAnew(recipe(), scripted('Talk.', step(text('Half.'), wait('watched'), text(' Whole.'))));
    const seen = record(watch(recipe(), id));
    expect(await seen.until(() => true)).toMatchObject({ status: 'pending', content: '' });
    const reply = record(generating(recipe(), await claimed(recipe())));
    await seen.until(({ content }) => content === 'Half.');
    sandbox().model.release('watched');
    await Promise.all([seen.completion(), reply.completion()]);
    expect(seen.last).toEqual(await messageOf(recipe(), id));
    expect(seen.last).toMatchObject({ status: 'completed', content: 'Half. Whole.' });
    expect(new Set(seen.values.map(({ status, parts }) => JSON.stringify([status, parts]))).size).toBe(
      seen.values.length,
    );
  });

  it('rejects what is asked, for nobody is there to answer', async () => {
    const { id } = await askedAnew(recipe(), scripted('Run.', step(bash('echo no'))));
    const { follow, ...unattended } = recipe();
    await generated(unattended);
    const { toolCalls } = await messageOf(recipe(), id);
    expect(follow).toBeDefined();
    expect(toolCalls).toMatchObject([{ tool: 'bash', status: 'error' }]);
  });
});

const partOf = (part: ReplyPart) =>
  part.type === 'text' ? part.content : part.type === 'tool' ? part.tool : part.type;

/** The recipe where a prompt stays on the way until it is made to arrive. */
function heldUp() {
  const { url: baseUrl, password } = sandbox();
  const onTheWay$ = new Subject<() => Promise<Response>>();
  const slow: Fetch = (input, init) => {
    if (!`${input instanceof Request ? input.url : input}`.endsWith('/prompt_async')) return fetch(input, init);
    onTheWay$.next(() => fetch(input, { ...init, signal: null }));
    return new Promise(() => undefined);
  };
  const client = new OpencodeClient({ baseUrl, password, fetch: slow });
  return { arrival: firstValueFrom(onTheWay$), held: { ...recipe(), servers: new Map([['main', client]]) } };
}

let updates = 0;

/** Counts what is written. */
function counted(given: Recipe): Recipe {
  updates = 0;
  const db = new Proxy(given.db, {
    get: (target, name, receiver) => {
      if (name === 'update') updates++;
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  return { ...given, db };
}
