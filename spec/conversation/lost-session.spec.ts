import { firstValueFrom } from 'rxjs';
import { ask } from '../../examples/conversation-recipe/conversation/ask.js';
import { conversationOf, messageOf } from '../../examples/conversation-recipe/conversation/read.js';
import { scripted, step, text, wait } from '../../examples/sandbox/index.js';
import { record } from '../support/recording.js';
import { plainPrompt, rest, borrowSandbox } from '../support/sandbox.js';
import { useDatabase } from './support/database.js';
import { askedAnew, claimed, generated, generating, storedReply, untilRow } from './support/jobs.js';
import { useRecipe } from './support/recipe.js';
import { busy, interrupted, pathOf } from './support/interrupted.js';

const sandbox = borrowSandbox();
const database = useDatabase();
const recipe = useRecipe(sandbox, database, { writeEvery: 50, lease: 5000 });
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
    const watched = interrupted(recipe(), sandbox(), (input, init) => {
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
    expect(await busy(sandbox())).not.toContain(silent);
    sandbox().model.release('silence');
  });
});
