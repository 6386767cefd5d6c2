import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { firstValueFrom, lastValueFrom, of } from 'rxjs';
import {
  bash,
  question,
  reasoning,
  script,
  scripted,
  step,
  task,
  text,
  todowrite,
  write,
} from '../../examples/sandbox/index.js';
import { OpencodeError, SessionNotFoundError, type OpencodeClient } from '../../lib/index.js';
import { useLive } from '../support/live.js';
import { needs } from '../support/needs.js';
import { record } from '../support/recording.js';
import { eventually, plainTurn } from '../support/sandbox.js';
import {
  byID,
  expectBeginnings,
  expectTrue,
  isSame,
  membersOf,
  textOf,
  WatchedSession,
} from '../support/watched-session.js';

const live = useLive();

/** A client with no proxy between, to be asked for the truth. */
const judge = (): OpencodeClient => live().newClient({ baseUrl: live().sandbox.url });

const say = (words: string) => scripted('Say it.', step(text(words)));

const everything = scripted(
  'Do all you can.',
  step(reasoning('Let me think.'), text('A plan.'), todowrite({ First: 'in_progress', Second: 'pending' })),
  step(text('Work.'), bash('echo one && sleep 0.1 && echo two'), write('views.md', 'Some words.')),
  step(question('Which?', ['This', 'That']), todowrite({ First: 'completed', Second: 'in_progress' })),
  step(task(script(step(bash('echo child')), step(text('The child is done.'))))),
  step(reasoning('Enough.'), text('All is done.')),
);
const agreeing = { onPermission: () => of('once' as const), onQuestion: () => of([['This']]) };

const watch = (sessionID: string, client = live().client) => new WatchedSession(client.session(sessionID));

/** Somebody else prompts the session, and the turn is over. */
const turn = (sessionID: string, prompt: string) => plainTurn(live().sandbox, sessionID, prompt);

describe('a view of a session', () => {
  it('is what the server has after turns with all there is in them, for each who watches', async () => {
    const sessionID = await live().newSession();
    const seen = watch(sessionID);
    const elsewhere = watch(sessionID, live().newClient());
    for (const children of [1, 2]) {
      await lastValueFrom(judge().stream(sessionID, everything, agreeing));
      await expectTrue(judge(), seen);
      await expectTrue(judge(), elsewhere);
      expectBeginnings(seen);
      expect(seen.shown.last.children).toHaveLength(children);
    }
    expect(elsewhere.shown.last).toEqual(seen.shown.last);
    expect(seen.shown.last.todos).toMatchObject([{ status: 'completed' }, { status: 'in_progress' }]);
    expect(live().proxy.count('GET /event')).toBe(2);
    seen.leave();
    elsewhere.leave();
  });

  it('shows a text as it grows, and leaves all other messages what they are', async () => {
    const sessionID = await live().newSession();
    await turn(sessionID, say('Before.'));
    const seen = watch(sessionID);
    await expectTrue(judge(), seen);
    const before = seen.messages.last;
    await turn(sessionID, scripted('Grow.', step(text('A text of several words.', { delay: 20 }))));
    await expectTrue(judge(), seen);
    expectBeginnings(seen);
    const later = seen.messages.values.slice(seen.messages.values.indexOf(before));
    expect(later.every(messages => before.every((message, at) => messages[at] === message))).toBe(true);
    const growing = new Set(later.map(messages => textOf(messages[3])));
    expect(growing.size).toBeGreaterThan(3);
    seen.leave();
  });

  it('lets go of a message that is deleted', async () => {
    needs(live().sandbox, 'deleting a message');
    const sessionID = await live().newSession();
    await turn(sessionID, say('To be deleted.'));
    const seen = watch(sessionID);
    await seen.says('To be deleted.');
    await lastValueFrom(judge().deleteMessage(sessionID, seen.messages.last[1]?.info.id ?? ''));
    await seen.messages.until(messages => messages.length === 1);
    await expectTrue(judge(), seen);
    seen.leave();
  });

  it('follows a revert, its taking back, and the prompt that makes it final', async () => {
    const sessionID = await live().newSession();
    await turn(sessionID, say('First.'));
    await turn(sessionID, say('Second.'));
    const seen = watch(sessionID);
    await seen.says('Second.');
    const infos = record(seen.view.info$);
    const messageID = seen.messages.last[2]?.info.id ?? '';
    await lastValueFrom(judge().revert(sessionID, { messageID }));
    await infos.until(({ revert }) => revert?.messageID === messageID);
    await lastValueFrom(judge().unrevert(sessionID));
    await infos.until(({ revert }) => infos.values.length > 2 && revert === undefined);
    await expectTrue(judge(), seen);
    await lastValueFrom(judge().revert(sessionID, { messageID }));
    await turn(sessionID, say('Instead.'));
    await expectTrue(judge(), seen);
    expect(seen.messages.last.map(textOf)).toMatchObject([/./, 'First.', /./, 'Instead.'].map(expect.stringMatching));
    infos.unsubscribe();
    seen.leave();
  });

  it('completes when its session is deleted, and leaves the views of others', async () => {
    const parentID = await live().newSession();
    const sessionID = await live().newSession({ parentID });
    const { client } = live();
    const family = record(client.session(parentID).children$);
    const sessions = record(client.sessions$);
    await family.until(children => children.length === 1);
    await sessions.until(all => all.some(({ id }) => id === sessionID));
    const view = client.session(sessionID);
    const members = membersOf(view).map(member => record(member));
    const errors = record(view.error$);
    for (const member of members) await member.until(() => true);
    await lastValueFrom(judge().deleteSession(sessionID));
    for (const member of members) await member.completion();
    expect(errors.last).toBeInstanceOf(SessionNotFoundError);
    await family.until(children => children.length === 0);
    await sessions.until(all => all.every(({ id }) => id !== sessionID));
    family.unsubscribe();
    sessions.unsubscribe();
  });

  it('of no session completes at once, and says why', async () => {
    const view = live().client.session('ses_00000000000000000000000000');
    const errors = record(view.error$);
    const members = membersOf(view).map(member => record(member));
    for (const member of members) await member.completion();
    expect(members.map(({ values }) => values.length)).toEqual(members.map(() => 0));
    await errors.until(error => error instanceof SessionNotFoundError);
  });

  it('errors when the client is closed', async () => {
    const { client, newSession } = live();
    const seen = [...membersOf(client.session(await newSession())), client.sessions$, client.attention$].map(member =>
      record<unknown>(member),
    );
    for (const member of seen) await member.until(() => true);
    client.close();
    for (const member of seen) expect(await member.error()).toBeInstanceOf(OpencodeError);
  });

  it('is of the directory of its client', async () => {
    needs(live().sandbox, 'a session that keeps to its directory');
    const directory = join(live().sandbox.directory, 'elsewhere');
    await mkdir(directory);
    const client = live().newClient({ directory });
    const there = live().newClient({ directory, baseUrl: live().sandbox.url });
    const here = record(live().client.sessions$);
    const sessions = record(client.sessions$);
    await sessions.until(all => all.length === 0);
    const { id } = await firstValueFrom(there.createSession());
    const seen = watch(id, client);
    await lastValueFrom(there.stream(id, say('From elsewhere.')));
    await expectTrue(there, seen);
    await sessions.until(([only]) => only?.id === id);
    expect(here.values.flat().some(session => session.id === id)).toBe(false);
    for (const left of [here, sessions]) left.unsubscribe();
    seen.leave();
  });
});

describe('the sessions of a client', () => {
  it('are those of the server, the one that changed last first', async () => {
    const seen = record(live().client.sessions$);
    const sessionID = await live().newSession({ title: 'Early' });
    await live().newSession({ parentID: sessionID });
    await turn(sessionID, say('Something new.'));
    await lastValueFrom(judge().updateSession(sessionID, { title: 'Renamed' }));
    const all = await eventually(
      () => firstValueFrom(judge().listSessions({ limit: 1000 })),
      truth => isSame(byID(truth), byID(seen.last)),
    );
    expect(byID(seen.last)).toEqual(byID(all));
    const times = seen.last.map(({ time }) => time?.updated ?? 0);
    expect(times).toEqual(times.toSorted((one, other) => other - one));
    expect(seen.last.find(({ id }) => id === sessionID)?.title).toBe('Renamed');
    seen.unsubscribe();
  });
});
