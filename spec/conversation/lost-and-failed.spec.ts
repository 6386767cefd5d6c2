import { eq, sql } from 'drizzle-orm';
import { firstValueFrom } from 'rxjs';
import { ask } from '../../examples/conversation-recipe/conversation/ask.js';
import { conversationOf, messageOf } from '../../examples/conversation-recipe/conversation/read.js';
import { messages } from '../../examples/conversation-recipe/db/schema.js';
import { fail, scripted, step, text, wait } from '../../examples/sandbox/index.js';
import { OpencodeClient } from '../../lib/index.js';
import type { Fetch } from '../../lib/transport/http.js';
import { record } from '../support/recording.js';
import { eventually, plainPrompt, rest, borrowSandbox } from '../support/sandbox.js';
import { useDatabase } from './support/database.js';
import { askedAnew, claimed, generated, generating, storedReply, untilRow } from './support/jobs.js';
import { useRecipe } from './support/recipe.js';

const sandbox = borrowSandbox();
const database = useDatabase();
const recipe = useRecipe(sandbox, database, { writeEvery: 50, lease: 5000 });

const busy = async (): Promise<readonly string[]> =>
  Object.keys(await rest<Record<string, unknown>>(sandbox(), 'GET', '/session/status'));

/** The recipe on a client whose requests something may happen to. */
const interrupted = (fetch: Fetch) => {
  const { url: baseUrl, password } = sandbox();
  return { ...recipe(), servers: new Map([['main', new OpencodeClient({ baseUrl, password, fetch })]]) };
};

const pathOf = (input: Parameters<Fetch>[0]): string => new URL(input instanceof Request ? input.url : input).pathname;

const deleteSession = (id: string | null) => rest(sandbox(), 'DELETE', `/session/${id ?? ''}`);

describe('a lost session', () => {
  it('is replaced by a new one, where the conversation goes on', async () => {
    const first = await askedAnew(recipe(), scripted('One.', step(text('First.'))));
    await generated(recipe());
    const lost = (await conversationOf(recipe(), first.conversationId)).sessionId;
    await deleteSession(lost);
    const second = await ask(recipe(), first.conversationId, scripted('Two.', step(text('Second.'))));
    expect(await generated(recipe())).toBe('completed');
    const row = await messageOf(recipe(), second.id);
    const { sessionId } = await conversationOf(recipe(), first.conversationId);
    expect(sessionId).not.toBe(lost);
    expect(row).toMatchObject({ sessionId, content: 'Second.', lostSessions: 1, attempts: 1 });
    expect((await storedReply(sandbox(), row)).prompts).toHaveLength(1);
  });

  it('is replaced once for each reply: the second time it gives up and says why', async () => {
    const { id, conversationId } = await askedAnew(
      recipe(),
      scripted('Talk.', step(text('Half.'), wait('lost twice'))),
    );
    const reply = record(generating(recipe(), await claimed(recipe())));
    const { sessionId: first } = await untilRow(recipe(), id, ({ content }) => content === 'Half.');
    await deleteSession(first);
    const inSecond = await untilRow(recipe(), id, row => row.lostSessions === 1 && row.sessionId !== null);
    await deleteSession(inSecond.sessionId);
    await reply.completion();
    expect(reply.values).toEqual(['errored']);
    expect(await messageOf(recipe(), id)).toMatchObject({ status: 'errored', lostSessions: 1, claimedUntil: null });
    expect((await messageOf(recipe(), id)).error).toMatch(/^SessionNotFoundError: .*ses_/);
    expect((await conversationOf(recipe(), conversationId)).sessionId).toBe(inSecond.sessionId);
    sandbox().model.release('lost twice');
  });

  it('is stopped before it is replaced when it is only silent, for it may be at work', async () => {
    const { conversationId } = await askedAnew(recipe(), scripted('One.', step(text('First.'))));
    await generated(recipe());
    const silent = (await conversationOf(recipe(), conversationId)).sessionId ?? '';
    await plainPrompt(sandbox(), silent, scripted('Busy.', step(wait('silence'), text('Never said.'))));
    await sandbox().model.reached('silence');
    const { id } = await ask(recipe(), conversationId, scripted('Two.', step(text('Second.'))));
    const asked: string[] = [];
    const watched = interrupted((input, init) => {
      if (init?.method === 'POST') asked.push(pathOf(input));
      return fetch(input, init);
    });
    const impatient = { ...watched, follow: { firstEventTimeout: 2000 } };
    expect(await firstValueFrom(generating(impatient, await claimed(recipe())))).toBe('completed');
    const row = await messageOf(recipe(), id);
    expect(row).toMatchObject({ content: 'Second.', lostSessions: 1 });
    expect(asked).toEqual([
      `/session/${silent}/prompt_async`,
      `/session/${silent}/abort`,
      '/session',
      `/session/${row.sessionId ?? ''}/prompt_async`,
    ]);
    expect(await busy()).not.toContain(silent);
    sandbox().model.release('silence');
  });
});

describe('a reply that fails', () => {
  it('says why, without the key that the provider quotes', async () => {
    const { id } = await askedAnew(
      recipe(),
      scripted(
        'Pay.',
        step(text('Half.'), fail(401, { message: 'Incorrect API key provided: sk-live-1234567890abcdef' })),
      ),
    );
    expect(await generated(recipe())).toBe('errored');
    const { error } = await messageOf(recipe(), id);
    expect(error).toMatch(/^APIError: .*API key provided: \*\*\*/);
    expect(error).not.toContain('1234567890');
  });

  it('says so when the database refuses it, and holds up nothing', async () => {
    const { id } = await askedAnew(recipe(), scripted('Talk.', step(text('Half.'), wait('refused'), text(' Whole.'))));
    await database.db.execute(
      sql`alter table messages add constraint short check (role = 'user' or length(content) < 9) not valid`,
    );
    const reply = record(generating(recipe(), await claimed(recipe())));
    const { sessionId } = await untilRow(recipe(), id, ({ content }) => content === 'Half.');
    sandbox().model.release('refused');
    await reply.completion();
    await database.db.execute(sql`alter table messages drop constraint short`);
    expect(reply.values).toEqual(['errored']);
    const row = await messageOf(recipe(), id);
    expect(row).toMatchObject({ status: 'errored', content: 'Half.', claimedUntil: null });
    expect(row.error).toMatch(/^database: .*violates check constraint "short"/);
    expect(await busy()).not.toContain(sessionId);
  });

  it('is stopped at its deadline, and keeps what was said', async () => {
    const { id } = await askedAnew(recipe(), scripted('Talk.', step(text('Half.'), wait('deadline'))));
    const impatient = { ...recipe(), follow: { idleStreamTimeout: 700 } };
    expect(await firstValueFrom(generating(impatient, await claimed(recipe())))).toBe('errored');
    const row = await messageOf(recipe(), id);
    expect(row).toMatchObject({ status: 'errored', content: 'Half.' });
    expect(row.error).toMatch(/^IdleStreamError: /);
    await eventually(busy, sessions => !sessions.includes(row.sessionId ?? ''));
    sandbox().model.release('deadline');
  });

  it('is interrupted when the server dies under it, and keeps what was said', async () => {
    const { id } = await askedAnew(recipe(), scripted('Talk.', step(text('Half.'), wait('death'))));
    const reply = record(generating(recipe(), await claimed(recipe())));
    await untilRow(recipe(), id, ({ content }) => content === 'Half.');
    await sandbox().kill();
    await sandbox().restart();
    await reply.completion();
    const row = await messageOf(recipe(), id);
    expect(row).toMatchObject({ status: 'errored', content: (await storedReply(sandbox(), row)).content });
    expect(row.error).toMatch(/^interrupted: /);
  });

  it('is put off while its server is out of order, and then sent under the same id', async () => {
    const { id } = await askedAnew(recipe(), scripted('Later.', step(text('At last.'))));
    const bodies: string[] = [];
    const broken = interrupted(async (input, init) => {
      if (!pathOf(input).endsWith('/prompt_async')) return fetch(input, init);
      bodies.push((await messageOf(recipe(), id)).opencodeMessageId ?? 'not stored');
      return new Response('out of order', { status: 503 });
    });
    expect(await firstValueFrom(generating(broken, await claimed(recipe())))).toBe('put off');
    const row = await messageOf(recipe(), id);
    expect(row).toMatchObject({ status: 'streaming', claimedBy: null });
    expect(row.error).toMatch(/^ServerError: .*503/);
    expect(bodies).toEqual([row.opencodeMessageId]);
    await database.db
      .update(messages)
      .set({ claimedUntil: new Date(0) })
      .where(eq(messages.id, id));
    expect(await generated(recipe())).toBe('completed');
    const done = await messageOf(recipe(), id);
    const { opencodeMessageId } = row;
    expect(done).toMatchObject({ content: 'At last.', attempts: 2, opencodeMessageId, error: null });
    expect((await storedReply(sandbox(), done)).prompts).toHaveLength(1);
  });

  it('keeps what was said, while nothing more is heard of its turn', async () => {
    const { id } = await askedAnew(recipe(), scripted('Talk.', step(text('Half.'), wait('unheard'))));
    const reply = record(generating(recipe(), await claimed(recipe())));
    await untilRow(recipe(), id, ({ content }) => content === 'Half.');
    reply.unsubscribe();
    await database.db
      .update(messages)
      .set({ claimedUntil: new Date(0) })
      .where(eq(messages.id, id));
    const away = interrupted(() => Promise.reject(new TypeError('fetch failed')));
    const impatient = { ...away, follow: { firstEventTimeout: 300 } };
    expect(await firstValueFrom(generating(impatient, await claimed(recipe())))).toBe('put off');
    expect(await messageOf(recipe(), id)).toMatchObject({ status: 'streaming', content: 'Half.' });
    sandbox().model.release('unheard');
  });

  it('is given up when its server stays out of order', async () => {
    const { id } = await askedAnew(recipe(), 'Never.');
    const broken = interrupted(() => Promise.reject(new TypeError('fetch failed')));
    const job = await claimed(recipe());
    const outcome = await firstValueFrom(generating({ ...broken, maxAttempts: 1 }, job));
    expect(outcome).toBe('errored');
    expect((await messageOf(recipe(), id)).error).toMatch(/^ConnectionError: POST \/session/);
  });

  it('of a conversation whose server this process does not know says so', async () => {
    const { id } = await askedAnew(recipe(), 'Where?');
    const job = await claimed(recipe());
    expect(await firstValueFrom(generating({ ...recipe(), servers: new Map() }, job))).toBe('errored');
    expect((await messageOf(recipe(), id)).error).toBe(
      "Error: no OpenCode server is called main here: add it to the recipe's servers",
    );
  });
});
