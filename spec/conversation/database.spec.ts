import { eq, sql, type SQL } from 'drizzle-orm';
import { isDown } from '../../examples/conversation-recipe/db/is-down.js';
import { openDatabase } from '../../examples/conversation-recipe/db/open-database.js';
import { BadRowError, toConversation, toMessage } from '../../examples/conversation-recipe/db/rows.js';
import { conversations, messages } from '../../examples/conversation-recipe/db/schema.js';
import { storableJson, storableText } from '../../examples/conversation-recipe/db/storable.js';
import { POSTGRES, useDatabase } from './support/database.js';

const database = useDatabase();

const ada = { userId: 'ada', title: 'Engines', server: 'main' };
const run = (query: SQL) => database.db.execute(query);
const one = () => run(sql`select 1`);
const rows = () => database.db.select().from(conversations);
const caught = (query: PromiseLike<unknown>) =>
  Promise.resolve(query).then(
    () => undefined,
    (error: unknown) => error,
  );

async function addMessage(): Promise<number> {
  const [conversation] = await database.db.insert(conversations).values(ada).returning();
  const words = { conversationId: conversation!.id, role: 'user', status: 'completed' } as const;
  const [message] = await database.db.insert(messages).values(words).returning();
  return message!.id;
}

/** Reads a message after somebody has changed it by hand in a database that checks nothing; all of it is undone. */
const readWith = (id: number, flaw: SQL) =>
  database.db.transaction(async tx => {
    for (const check of ['status', 'role', 'prompt', 'claim']) {
      await tx.execute(sql.raw(`alter table messages drop constraint messages_${check}_check`));
    }
    await tx.execute(sql`update messages set content = 'sesame', ${flaw} where id = ${id}`);
    const [row] = await tx.select().from(messages).where(eq(messages.id, id));
    toMessage(row);
  });

describe('the database of a spec', () => {
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

  it.each([1, 2])('forgets with each spec what it was to lose: %d', async () => {
    await database.db.insert(conversations).values(ada);
    database.loseAnswer('insert');
  });
});

describe('a row', () => {
  it.each([
    ['an unknown status', sql`status = 'thinking'`, /^messages \d+ cannot be read: status: .*"pending"\|"streaming"/],
    ['an unknown role', sql`role = 'oracle'`, /^messages \d+ cannot be read: role: /],
    [
      'parts that are no list',
      sql`parts = '{"secret": "sesame"}'`,
      /^messages \d+ cannot be read: parts: .*expected array/,
    ],
    [
      'parts of no kind',
      sql`parts = '[{"text": "sesame"}]'`,
      /^messages \d+ cannot be read: parts\.0: must be a part of a reply, with its type$/,
    ],
    [
      'parts of another kind',
      sql`parts = '[{"type": "sesame"}]'`,
      /^messages \d+ cannot be read: parts\.0: must be a part/,
    ],
    [
      'tool calls that are none',
      sql`tool_calls = '[{"type": "text"}, 1]'`,
      /: toolCalls\.0: must be a tool call, with its tool; toolCalls\.1: must/,
    ],
  ])('is refused with %s, in words that quote nothing of it', async (_, flaw, words) => {
    const error = await caught(readWith(await addMessage(), flaw));
    expect(error).toBeInstanceOf(BadRowError);
    expect((error as Error).message).toMatch(words);
    expect((error as Error).message).not.toContain('sesame');
  });

  it('is refused without its columns, or when there is none', () => {
    expect(() => toConversation({ id: 7, userId: 'ada' })).toThrow(
      /^conversations 7 cannot be read: title: .*; server: /,
    );
    expect(() => toMessage(undefined)).toThrow(/^messages \? cannot be read: /);
  });
});

describe('what is stored', () => {
  const evil = 'a\0b \ud83d c \ude00 d \u{1f600} \\u0000 \\ud83d "';
  const tame = 'a\ufffdb \ufffd c \ufffd d \u{1f600} \\u0000 \\ud83d "';

  it('is text without what PostgreSQL refuses', async () => {
    const id = await addMessage();
    await database.db
      .update(messages)
      .set({ content: storableText(evil) })
      .where(eq(messages.id, id));
    const [row] = await database.db.select().from(messages);
    expect(toMessage(row).content).toBe(tame);
  });

  it('is JSON without it, in keys and values', async () => {
    const part = { type: 'tool', tool: evil, input: { [evil]: [evil, 1, null] } };
    const id = await addMessage();
    await run(sql`update messages set parts = ${JSON.stringify(storableJson([part]))}::jsonb where id = ${id}`);
    const [row] = await database.db.select().from(messages);
    expect(toMessage(row).parts).toEqual([{ type: 'tool', tool: tame, input: { [tame]: [tame, 1, null] } }]);
  });
});

describe('a query that fails', () => {
  it.each([
    ['for its words', sql`select from nowhere where`],
    ['for what it divides by', sql`select 1 / 0`],
    ['for what a row must be', sql`insert into conversations (user_id) values ('ada')`],
  ])('does not say that the database is down: %s', async (_, query) => {
    expect(isDown(await caught(run(query)))).toBe(false);
  });
});

if (POSTGRES) {
  describe('a PostgreSQL', () => {
    const MIGRATIONS = sql`select count(*)::int as n from drizzle.__drizzle_migrations`;

    it('has its tables made once, whoever opens it first', async () => {
      await run(sql`drop schema public cascade`);
      await run(sql`drop schema drizzle cascade`);
      await run(sql`create schema public`);
      const opened = await Promise.all(Array.from({ length: 4 }, () => openDatabase({ url: database.url })));
      await Promise.all(opened.map(({ db }) => db.insert(conversations).values(ada)));
      expect(await rows()).toHaveLength(4);
      expect(await run(MIGRATIONS)).toMatchObject({ rows: [{ n: 1 }] });
      await Promise.all(opened.map(({ close }) => close()));
    });

    it.each([
      ['an administrator ends the connection', sql`select pg_terminate_backend(pg_backend_pid())`],
      ['it takes too long', sql`select set_config('statement_timeout', '1', false), pg_sleep(0); select pg_sleep(9)`],
    ])('says that it is down when %s, and is there again', async (_, query) => {
      expect(isDown(await caught(run(query)))).toBe(true);
      await one();
    });

    it.each([
      ['user', 'username', /cannot be opened: .*"nobody"/],
      ['name', 'pathname', /nobody cannot be opened: database "nobody" does not exist/],
    ])('says what is wrong with the URL, which is no matter of time: its %s', async (_, part, words) => {
      const url = Object.assign(new URL(database.url!), { [part]: 'nobody' }).href;
      const error = await caught(openDatabase({ url }));
      expect(String(error)).toMatch(words);
      expect(isDown(error)).toBe(false);
    });

    it('gives nobody a connection that still waits for an answer', async () => {
      await database.db.insert(conversations).values(ada);
      const { db, close } = await openDatabase({ url: database.url, patience: 1_000 });
      await database.db.transaction(async tx => {
        await tx.select().from(conversations).for('update');
        const error = await caught(db.transaction(other => other.select().from(conversations).for('update')));
        expect(isDown(error)).toBe(true);
        expect(await db.select().from(conversations)).toHaveLength(1);
      });
      await close();
    });
  });
}
