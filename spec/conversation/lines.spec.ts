import { sql } from 'drizzle-orm';
import { isDown } from '../../examples/conversation-recipe/db/is-down.js';
import { conversations } from '../../examples/conversation-recipe/db/schema.js';
import { useDatabase } from './support/database.js';

const database = useDatabase();

const one = () => database.db.execute(sql`select 1`);
const rows = () => database.db.select().from(conversations);
const ada = { userId: 'ada', title: 'Engines', server: 'main' };
const caught = (query: PromiseLike<unknown>) =>
  Promise.resolve(query).then(
    () => undefined,
    (error: unknown) => error,
  );

it('is away until it comes back, for those who were there and for those who come', async () => {
  await Promise.all([one(), one()]);
  await database.goAway();
  const errors = await Promise.all([caught(one()), caught(one()), caught(one())]);
  expect(errors.map(isDown)).toEqual([true, true, true]);
  await database.comeBack();
  await one();
});

it('takes what a transaction had done with it', async () => {
  const error = await caught(
    database.db.transaction(async tx => {
      await tx.insert(conversations).values(ada);
      await database.goAway();
    }),
  );
  expect(isDown(error)).toBe(true);
  await database.comeBack();
  await one();
  expect(await rows()).toHaveLength(0);
});

it('loses the answer to a commit, once', async () => {
  database.loseAnswer('commit');
  expect(isDown(await caught(database.db.transaction(tx => tx.insert(conversations).values(ada))))).toBe(true);
  await database.db.transaction(tx => tx.insert(conversations).values(ada));
  expect(await rows()).toHaveLength(2);
});

it('loses the answer to a statement, once', async () => {
  database.loseAnswer('insert into "conversations"');
  expect(isDown(await caught(database.db.insert(conversations).values(ada)))).toBe(true);
  await database.db.insert(conversations).values(ada);
  expect(await rows()).toHaveLength(2);
});
