import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { inspect } from 'node:util';
import { sql } from 'drizzle-orm';
import { lockFolder } from '../../examples/conversation-recipe/db/folder-lock.js';
import { isDown } from '../../examples/conversation-recipe/db/is-down.js';
import type { Database } from '../../examples/conversation-recipe/db/database.js';
import { openDatabase } from '../../examples/conversation-recipe/db/open-database.js';
import { conversations } from '../../examples/conversation-recipe/db/schema.js';

const one = (db: Database) => db.execute(sql`select 1`).then(() => 'answered');

const failure = (url: string): Promise<unknown> =>
  openDatabase({ url }).then(
    async ({ close }) => close(),
    (error: unknown) => error,
  );

let folder: string;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'opencode-rx-pglite-')), 'rows');
});

afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));

describe('a PostgreSQL that cannot be opened', () => {
  it.each([
    ['nobody listens', 'postgres://ada:sesame@127.0.0.1:9/rows', /at 127\.0\.0\.1:9\/rows cannot .*ECONNREFUSED/],
    ['nobody listens on any address', 'postgres://ada:sesame@localhost:9/rows', /at localhost:9\/rows .*ECONNREFUSED/],
    [
      'nobody has that name',
      'postgres://ada:sesame@nowhere.invalid/rows',
      /at nowhere\.invalid\/rows .*(?:ENOTFOUND|EAI_AGAIN)/,
    ],
  ])('is said to be down, and where, without the password: %s', async (_, url, words) => {
    const error = await failure(url);
    expect(String(error)).toMatch(words);
    expect(isDown(error)).toBe(true);
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('sesame');
  });

  it.each([
    ['no URL', 'ada:sesame@127.0.0.1:9/rows/'],
    ['a port that is none', 'postgres://ada:sesame@127.0.0.1:port/rows'],
    ['another database', 'mysql://ada:sesame@127.0.0.1/rows'],
  ])('is not waited for, nor its password told, with %s', async (_, url) => {
    const error = await failure(url);
    expect(String(error)).toBe("Error: the database's URL must be like postgres://USER:PASSWORD@HOST:5432/NAME");
    expect(isDown(error)).toBe(false);
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain('sesame');
  });
});

describe("PGlite's folder", () => {
  let other: ChildProcess | undefined;

  /** Another process, which has it open and has written a row. */
  async function openElsewhere(): Promise<ChildProcess> {
    const args = ['--import', 'tsx', join(__dirname, 'support', 'pglite-owner.ts'), folder];
    const child = (other = spawn(execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] }));
    const [said] = (await Promise.race([once(child.stdout, 'data'), once(child, 'close')])) as readonly unknown[];
    expect(String(said)).toBe('open\n');
    return child;
  }

  afterEach(() => other?.kill('SIGKILL'));

  it('is kept to one process; when that is killed, another goes on with what it had written', async () => {
    const child = await openElsewhere();
    await expect(openDatabase({ url: '', folder })).rejects.toThrow(
      `process ${String(child.pid)} has ${folder} open, and PGlite serves one process: set DATABASE_URL`,
    );
    child.kill('SIGKILL');
    await once(child, 'close');
    const { db, close } = await openDatabase({ url: '', folder });
    expect(await db.select().from(conversations)).toHaveLength(1);
    await close();
    const late = await one(db).catch((error: unknown) => error);
    expect([String(late), isDown(late)]).toEqual([expect.stringContaining('Failed query'), false]);
    expect(existsSync(`${folder}.lock`)).toBe(false);
  }, 120_000);
});

describe('the lock of a folder', () => {
  it('is for one at a time, in one process as well', async () => {
    const unlock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(`process ${process.pid} has ${folder} open`);
    await unlock();
    await (
      await lockFolder(folder)
    )();
  });

  it('has one winner, however many come at once', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('has one winner when they all find one that was left', async () => {
    await writeFile(`${folder}.lock`, String(process.pid));
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each([
    ['of this id, before this one', String(process.pid)],
    ['that nobody knows', ''],
    ['that wrote something else', 'no number'],
  ])('is no lock when it is left from a process %s', async (_, content) => {
    await writeFile(`${folder}.lock`, content);
    await (
      await lockFolder(folder)
    )();
  });

  it('is one when its process is not ours to signal', async () => {
    await writeFile(`${folder}.lock`, '1');
    await expect(lockFolder(folder)).rejects.toThrow('process 1 has');
  });
});
