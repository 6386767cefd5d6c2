import { eq, sql } from 'drizzle-orm';
import { concatMap } from 'rxjs';
import { startConversation } from '../../examples/conversation-recipe/conversation/ask.js';
import { ensureSession } from '../../examples/conversation-recipe/conversation/ensure-session.js';
import { conversationOf } from '../../examples/conversation-recipe/conversation/read.js';
import { conversations } from '../../examples/conversation-recipe/db/schema.js';
import type { Recipe } from '../../examples/conversation-recipe/recipe.js';
import { ConnectionError, OpencodeClient } from '../../lib/index.js';
import { plainSession, rest, borrowSandbox } from '../support/sandbox.js';
import { useDatabase } from './support/database.js';
import { clientOf, useRecipe } from './support/recipe.js';

const sandbox = borrowSandbox({ delay: 1 });
const database = useDatabase();
const recipe = useRecipe(sandbox, database);

let conversationId: number;
let before: readonly string[];

const sessions = async () =>
  (await rest<readonly { readonly id: string }[]>(sandbox(), 'GET', '/session')).map(({ id }) => id);
const madeSince = async () => (await sessions()).filter(id => !before.includes(id));
const stored = async () => (await conversationOf(recipe(), conversationId)).sessionId;
const withServer = (client: OpencodeClient): Recipe => ({ ...recipe(), servers: new Map([['main', client]]) });

/** A client on whose sessions something happens before it is told of them. */
function withSessions(then: (id: string) => Promise<unknown>): OpencodeClient {
  const client = clientOf(sandbox());
  const { createSession } = client;
  const wait = concatMap(async (session: { readonly id: string }) => (await then(session.id), session));
  return Object.assign(client, {
    createSession: (...args: Parameters<typeof createSession>) => createSession(...args).pipe(wait),
  });
}

beforeEach(async () => {
  conversationId = (await startConversation(recipe(), 'ada', 'Engines')).id;
  before = await sessions();
});

it('makes one session, whoever asks at the same time, and does not ask the server again', async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => ensureSession(recipe(), conversationId)));
  expect(await madeSince()).toEqual([...new Set(ids)]);
  expect(await stored()).toBe(ids[0]);
  expect(await ensureSession(withServer(new OpencodeClient({ baseUrl: 'http://127.0.0.1:9' })), conversationId)).toBe(
    ids[0],
  );
});

it('makes one for each conversation', async () => {
  const { id } = await startConversation(recipe(), 'ada', 'Notes');
  const ids = await Promise.all([conversationId, id].map(one => ensureSession(recipe(), one)));
  expect(new Set(await madeSince())).toEqual(new Set(ids));
});

it('takes the one that another worker stored meanwhile, and deletes its own', async () => {
  const other = await plainSession(sandbox());
  const made: string[] = [];
  const client = withSessions(async id => {
    made.push(id);
    await database.db.update(conversations).set({ sessionId: other });
  });
  expect(await ensureSession(withServer(client), conversationId)).toBe(other);
  expect(made).toHaveLength(1);
  expect(await madeSince()).toEqual([other]);
});

it('deletes the one it made when the row refuses it', async () => {
  await database.db.execute(sql`alter table conversations add constraint none check (session_id is null)`);
  await expect(ensureSession(recipe(), conversationId)).rejects.toThrow('Failed query: update "conversations"');
  await database.db.execute(sql`alter table conversations drop constraint none`);
  expect(await madeSince()).toEqual([]);
});

it('stores the one it made when the database is back that went away meanwhile', async () => {
  const client = withSessions(async () => {
    await database.goAway();
    setTimeout(() => void database.comeBack(), 0);
  });
  const id = await ensureSession(withServer(client), conversationId);
  expect(await madeSince()).toEqual([id]);
  expect(await stored()).toBe(id);
});

it('deletes nothing when only the answer was lost that it is stored', async () => {
  database.loseAnswer('update "conversations"');
  const id = await ensureSession(recipe(), conversationId);
  expect(await madeSince()).toEqual([id]);
  expect(await stored()).toBe(id);
});

it('stores nothing when the server cannot be reached, and says so', async () => {
  const nobody = new OpencodeClient({ baseUrl: 'http://127.0.0.1:9' });
  const error = await ensureSession(withServer(nobody), conversationId).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ConnectionError);
  expect((error as Error).message).toContain('POST /session');
  expect(await stored()).toBeNull();
});

it('says when there is no such conversation', async () => {
  await expect(ensureSession(recipe(), 4711)).rejects.toThrow('there is no conversation 4711');
});

it('says when this process does not know the server of the conversation', async () => {
  await database.db.update(conversations).set({ server: 'elsewhere' }).where(eq(conversations.id, conversationId));
  await expect(ensureSession(recipe(), conversationId)).rejects.toThrow('no OpenCode server is called elsewhere here');
});
