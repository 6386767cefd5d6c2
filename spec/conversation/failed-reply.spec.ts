import { eq, sql } from 'drizzle-orm';
import { firstValueFrom } from 'rxjs';
import { messageOf } from '../../examples/conversation-recipe/conversation/read.js';
import { messages } from '../../examples/conversation-recipe/db/schema.js';
import { fail, scripted, step, text, wait } from '../../examples/sandbox/index.js';
import { record } from '../support/recording.js';
import { eventually, borrowSandbox } from '../support/sandbox.js';
import { useDatabase } from './support/database.js';
import { askedAnew, claimed, generated, generating, storedReply, untilRow } from './support/jobs.js';
import { useRecipe } from './support/recipe.js';
import { busy, interrupted, pathOf } from './support/interrupted.js';

const sandbox = borrowSandbox();
const database = useDatabase();
const recipe = useRecipe(sandbox, database, { writeEvery: 50, lease: 5000 });

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
    expect(await busy(sandbox())).not.toContain(sessionId);
  });

  it('is stopped at its deadline, and keeps what was said', async () => {
    const { id } = await askedAnew(recipe(), scripted('Talk.', step(text('Half.'), wait('deadline'))));
    const impatient = { ...recipe(), follow: { idleStreamTimeout: 700 } };
    expect(await firstValueFrom(generating(impatient, await claimed(recipe())))).toBe('errored');
    const row = await messageOf(recipe(), id);
    expect(row).toMatchObject({ status: 'errored', content: 'Half.' });
    expect(row.error).toMatch(/^IdleStreamError: /);
    await eventually(
      () => busy(sandbox()),
      sessions => !sessions.includes(row.sessionId ?? ''),
    );
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
    const broken = interrupted(recipe(), sandbox(), async (input, init) => {
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
    const away = interrupted(recipe(), sandbox(), () => Promise.reject(new TypeError('fetch failed')));
    const impatient = { ...away, follow: { firstEventTimeout: 300 } };
    expect(await firstValueFrom(generating(impatient, await claimed(recipe())))).toBe('put off');
    expect(await messageOf(recipe(), id)).toMatchObject({ status: 'streaming', content: 'Half.' });
    sandbox().model.release('unheard');
  });

  it('is given up when its server stays out of order', async () => {
    const { id } = await askedAnew(recipe(), 'Never.');
    const broken = interrupted(recipe(), sandbox(), () => Promise.reject(new TypeError('fetch failed')));
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
