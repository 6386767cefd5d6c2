import { cancel } from '../../examples/conversation-recipe/conversation/cancel.js';
import { messageOf } from '../../examples/conversation-recipe/conversation/read.js';
import { ClaimLostError, finish, save } from '../../examples/conversation-recipe/job/hold.js';
import { borrowSandbox } from '../support/sandbox.js';
import { useDatabase } from './support/database.js';
import { askedAnew, claimed } from './support/jobs.js';
import { useRecipe } from './support/recipe.js';
import { orphan } from './support/orphan.js';

const sandbox = borrowSandbox();
const database = useDatabase();
const recipe = useRecipe(sandbox, database, { writeEvery: 50, lease: 5000 });

describe('cancel() against the end of a reply', () => {
  it('a hundred times: never both', async () => {
    const winners = new Set<string>();
    for (let round = 0; round < 100; round++) {
      const { id } = await askedAnew(recipe(), `Round ${round}.`);
      const job = await claimed(recipe());
      const [won, outcome] = await Promise.all([
        after(round % 3, () => cancel(recipe(), id)),
        after(round % 4, () => finish(recipe(), job, { status: 'completed' })),
      ]);
      const { status, claimedUntil } = await messageOf(recipe(), id);
      expect({ won, outcome, claimedUntil }).toEqual({
        won: status === 'cancelled',
        outcome: status,
        claimedUntil: null,
      });
      winners.add(status);
    }
    expect([...winners].sort()).toEqual(['cancelled', 'completed']);
  });

  it('of a second worker, whose lease has run out: it is told, and changes nothing', async () => {
    const { id } = await askedAnew(recipe(), 'Whose?');
    const late = await claimed(recipe());
    await orphan(recipe(), id);
    const owner = await claimed(recipe(), 'other');
    await expect(finish(recipe(), late, { status: 'errored', error: 'late' })).rejects.toThrow(ClaimLostError);
    await expect(save(recipe(), late)).rejects.toThrow(ClaimLostError);
    expect(await finish(recipe(), owner, { status: 'completed' })).toBe('completed');
    await expect(finish(recipe(), late, { status: 'errored', error: 'late' })).rejects.toThrow(ClaimLostError);
    expect(await messageOf(recipe(), id)).toMatchObject({ status: 'completed', error: null });
  });

  it('changes nothing when the end is stored twice, for nobody heard that it was', async () => {
    const { id } = await askedAnew(recipe(), 'Twice.');
    const job = await claimed(recipe());
    await finish(recipe(), job, { status: 'completed' });
    const before = await messageOf(recipe(), id);
    expect(await finish(recipe(), job, { status: 'errored', error: 'again' })).toBe('completed');
    expect(await messageOf(recipe(), id)).toEqual(before);
  });
});

/** Does something after so many queries. */
async function after<T>(queries: number, doIt: () => Promise<T>): Promise<T> {
  for (let query = 0; query < queries; query++) await database.db.execute('select 1');
  return doIt();
}
