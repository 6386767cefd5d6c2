import { Subject } from 'rxjs';
import type { AttentionPermission, AttentionQuestion } from '../../../lib/index.js';
import { question, task, tool, until } from '../../../lib/testing/index.js';
import { record } from '../../support/recording.js';
import { useVirtualOpencode } from '../../support/virtual-opencode.js';
import { pass } from '../../support/virtual-time.js';

const stage = useVirtualOpencode();

const ask = tool('bash', { command: 'ls' }, { asks: true });

/** A session whose turn asks for leave. */
async function asking(title = 'asks'): Promise<string> {
  const { id } = stage.server.addSession({ title });
  stage.server.prompt(id, 'Hi', [ask, 'Done.']);
  await pass(50);
  return id;
}

describe('what waits for a human', () => {
  it('is there from the start, with its session, its tool call and since when', async () => {
    const sessionID = await asking();
    const attention = record(stage.client.attention$);
    await pass(50);
    expect(attention.last).toMatchObject([
      { kind: 'permission', sessionID, permission: 'bash', session: { title: 'asks' }, toolPart: { tool: 'bash' } },
    ]);
    expect(attention.values.at(0)?.map(({ session }) => session)).toStrictEqual([undefined]);
    attention.unsubscribe();
  });

  it('comes and goes, whoever answers, in the order it was asked', async () => {
    const attention = record(stage.client.attention$);
    await pass(10);
    expect(attention.last).toEqual([]);
    const first = await asking('first');
    await pass(20);
    const { id } = stage.server.addSession();
    stage.server.prompt(id, 'Hi', [question('Which?', ['A']), 'Done.']);
    await pass(50);
    expect(attention.last.map(({ kind, sessionID }) => [kind, sessionID])).toEqual([
      ['permission', first],
      ['question', id],
    ]);
    const [permission, asked] = attention.last as [AttentionPermission, AttentionQuestion];
    asked.reply([['A']]).subscribe();
    await pass(50);
    expect(attention.last).toHaveLength(1);
    permission.reply('once').subscribe();
    await pass(50);
    expect(attention.last).toEqual([]);
    attention.unsubscribe();
  });

  it('is asked of a child: in attention$, and among the questions of the session whose turn it is', async () => {
    const { id } = stage.server.addSession();
    const view = stage.client.session(id);
    const [attention, permissions, own] = [
      record(stage.client.attention$),
      record(view.pendingPermissions$),
      record(view.pendingQuestions$),
    ];
    stage.server.prompt(id, 'Hi', [task([ask, 'Done.'], { description: 'The child' }), 'Done.']);
    await pass(100);
    expect(permissions.last).toMatchObject([{ permission: 'bash' }]);
    expect(attention.last).toMatchObject([{ session: { parentID: id }, toolPart: { tool: 'bash' } }]);
    expect(own.values).toEqual([[]]);
    attention.last[0]?.reject().subscribe();
    await pass(50);
    expect(permissions.last).toEqual([]);
    for (const recording of [attention, permissions, own]) recording.unsubscribe();
  });

  it('is asked of a child that began before anybody looked: shown as soon as its parent can be read', async () => {
    const { id } = stage.server.addSession();
    stage.server.prompt(id, 'Hi', [task([ask, 'Done.'], { description: 'The child' }), 'Done.']);
    await pass(50);
    const [permission] = stage.server.store.permissions;
    const child = permission?.sessionID ?? '';
    let refusals = 0;
    stage.server.on(`GET /session/${child}`, ({ url }) => {
      if (url.pathname !== `/session/${child}` || (refusals += 1) > 4) return undefined;
      return new Response(null, { status: 500 });
    });
    const permissions = record(stage.client.session(id).pendingPermissions$);
    await pass(30_000);
    expect(permissions.last).toEqual([permission]);
    permissions.unsubscribe();
  });

  it('waits no more when its turn is aborted, though the lists keep it', async () => {
    const sessionID = await asking();
    const attention = record(stage.client.attention$);
    await pass(50);
    stage.client.abortSession(sessionID).subscribe();
    await pass(50);
    expect(attention.last).toEqual([]);
    attention.unsubscribe();
    const later = record(stage.client.attention$);
    await pass(50);
    expect(later.values).toEqual([[]]);
    expect(stage.server.store.permissions).toHaveLength(1);
    later.unsubscribe();
  });

  it('is back soon when the rest of an aborted turn was heard after what the next one asks', async () => {
    const sessionID = await asking();
    const attention = record(stage.client.attention$);
    await pass(50);
    stage.server.emit('session.idle', { sessionID });
    stage.server.emit('session.status', { sessionID, status: { type: 'busy' } });
    await pass(20);
    expect(attention.last).toEqual([]);
    await pass(500);
    expect(attention.last).toMatchObject([{ sessionID }]);
    attention.unsubscribe();
  });

  it('goes with its session', async () => {
    const sessionID = await asking();
    const attention = record(stage.client.attention$);
    await pass(50);
    stage.client.deleteSession(sessionID).subscribe();
    await pass(50);
    expect(attention.last).toEqual([]);
    attention.unsubscribe();
  });

  it('is answered in the directory of its session', async () => {
    const { id } = stage.server.addSession({ directory: '/elsewhere' });
    stage.server.prompt(id, 'Hi', [ask, 'Done.']);
    const attention = record(stage.client.attention$);
    await pass(50);
    const [asked] = attention.last;
    if (asked?.kind === 'permission') asked.reply('reject', { message: 'No.' }).subscribe();
    await pass(50);
    const [reply] = stage.server.requestsTo('POST /permission/:id/reply');
    expect(reply?.url.searchParams.get('directory')).toBe('/elsewhere');
    attention.unsubscribe();
  });

  it('is what was lost in a gap, and not what was settled in it', async () => {
    const gone = await asking('gone');
    const attention = record(stage.client.attention$);
    await pass(50);
    const wait$ = new Subject<void>();
    stage.server.delay(500, { path: '/event', times: 1 });
    stage.server.cut();
    stage.server.prompt(stage.server.addSession({ title: 'new' }).id, 'Hi', [ask, until(wait$)]);
    const [permission] = stage.server.store.permissions.filter(({ sessionID }) => sessionID === gone);
    stage.client.replyPermission(permission?.id ?? '', 'once').subscribe();
    await pass(2_000);
    expect(attention.last).toMatchObject([{ session: { title: 'new' } }]);
    attention.unsubscribe();
  });

  it('keeps its objects when something else changes', async () => {
    await asking('first');
    const attention = record(stage.client.attention$);
    await pass(50);
    const [first] = attention.last;
    await asking('second');
    await pass(50);
    expect(attention.last).toHaveLength(2);
    expect(attention.last[0]).toBe(first);
    attention.unsubscribe();
  });
});
