import { record } from '../support/recording.js';
import { useVirtualOpencode } from '../support/virtual-opencode.js';
import { pass } from '../support/virtual-time.js';

const stage = useVirtualOpencode();

const titlesOf = (sessions: readonly { readonly title?: string }[]) => sessions.map(({ title }) => title);

/** A session made at that time, with that title. */
const session = (title: string, updated: number, more: object = {}) =>
  stage.server.addSession({ title, time: { created: updated, updated }, ...more });

describe('the list of sessions', () => {
  it('holds roots and children, the one that changed last first, all that there are', async () => {
    const { id } = session('root', 1);
    session('child', 3, { parentID: id });
    session('other', 2);
    for (let count = 0; count < 120; count++) session(`old ${count}`, 0);
    const sessions = record(stage.client.sessions$);
    await pass(20);
    expect(titlesOf(sessions.last).slice(0, 3)).toEqual(['child', 'other', 'root']);
    expect(sessions.last).toHaveLength(123);
    sessions.unsubscribe();
  });

  it('follows what is made, changed and deleted, and leaves the others as they are', async () => {
    const root = session('root', 1);
    const sessions = record(stage.client.sessions$);
    await pass(20);
    const [shown] = sessions.last;
    const added = session('new', 5);
    await pass(20);
    expect(titlesOf(sessions.last)).toEqual(['new', 'root']);
    expect(sessions.last[1]).toBe(shown);
    const info = { ...added, title: 'renamed' };
    stage.server.emit('session.updated', { sessionID: added.id, info });
    await pass(20);
    expect(titlesOf(sessions.last)).toEqual(['renamed', 'root']);
    stage.client.deleteSession(root.id).subscribe();
    await pass(20);
    expect(titlesOf(sessions.last)).toEqual(['renamed']);
    sessions.unsubscribe();
  });

  it('is at once what it is for whoever comes later, by one request', async () => {
    session('root', 1);
    const first = record(stage.client.sessions$);
    await pass(20);
    const second = record(stage.client.sessions$);
    expect(second.atOnce).toEqual([first.last]);
    expect(stage.server.requestsTo('GET /session')).toHaveLength(1);
    first.unsubscribe();
    second.unsubscribe();
  });

  it('is read again after a gap, and says nothing when nothing changed in it', async () => {
    const root = session('root', 1);
    const sessions = record(stage.client.sessions$);
    await pass(20);
    stage.server.cut();
    await pass(2_000);
    expect(sessions.values).toHaveLength(1);
    stage.server.cut();
    session('new', 2);
    stage.server.emit('session.deleted', { sessionID: root.id, info: root });
    await pass(2_000);
    expect(titlesOf(sessions.last)).toEqual(['new']);
    sessions.unsubscribe();
  });

  it('keeps what was heard while it was read', async () => {
    const root = session('root', 1);
    stage.server.delay(100, { path: 'GET /session' });
    const sessions = record(stage.client.sessions$);
    await pass(50);
    session('meanwhile', 2);
    stage.server.emit('session.deleted', { sessionID: root.id, info: root });
    await pass(200);
    expect(titlesOf(sessions.last)).toEqual(['meanwhile']);
    sessions.unsubscribe();
  });

  it('tells what each is doing, beside the list: of those that are not idle', async () => {
    const statuses = record(stage.client.statuses$);
    await pass(20);
    const { id } = session('works', 1);
    stage.server.emit('session.status', { sessionID: id, status: { type: 'retry', attempt: 1 } });
    await pass(20);
    expect(statuses.last).toEqual({ [id]: { type: 'retry', attempt: 1 } });
    const [before] = statuses.values.slice(-1);
    stage.server.emit('session.status', { sessionID: id, status: { type: 'retry', attempt: 1 } });
    await pass(20);
    expect(statuses.last).toBe(before);
    stage.client.deleteSession(id).subscribe();
    await pass(20);
    expect(statuses.last).toEqual({});
    expect(stage.server.requestsTo('GET /session/status')).toHaveLength(1);
    statuses.unsubscribe();
  });

  it('tells children apart for the view of their parent', async () => {
    const { id } = session('root', 1);
    const child = session('child', 2, { parentID: id });
    session('other', 3);
    const children = record(stage.client.session(id).children$);
    await pass(20);
    expect(titlesOf(children.last)).toEqual(['child']);
    session('second', 4, { parentID: id });
    session('a grandchild', 5, { parentID: child.id });
    await pass(20);
    expect(titlesOf(children.last)).toEqual(['second', 'child']);
    stage.client.deleteSession(child.id).subscribe();
    await pass(20);
    expect(titlesOf(children.last)).toEqual(['second']);
    children.unsubscribe();
  });
});
