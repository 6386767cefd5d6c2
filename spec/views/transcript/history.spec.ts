import type { LiveMessage } from '../../../lib/index.js';
import { record } from '../../support/recording.js';
import { useVirtualOpencode } from '../../support/virtual-opencode.js';
import { pass } from '../../support/virtual-time.js';

const stage = useVirtualOpencode();

/** A session with so many turns, of two messages each. */
function longSession(turns: number): string {
  const { id } = stage.server.addSession();
  for (let turn = 0; turn < turns; turn++) stage.server.addTurn(id, `Prompt ${turn}`);
  return id;
}

const idsOf = (messages: readonly LiveMessage[]) => messages.map(({ info }) => info.id);
const storedIDs = (sessionID: string) => stage.server.store.messages(sessionID).map(({ info }) => info.id);

describe('the history of a session', () => {
  it('is read a page at a time, on demand', async () => {
    const id = longSession(60);
    const view = stage.client.session(id);
    const [messages, hasEarlier] = [record(view.messages$), record(view.hasEarlier$)];
    await pass(20);
    expect(idsOf(messages.last)).toEqual(storedIDs(id).slice(-50));
    const first = messages.last.at(0);
    const more = record(view.loadEarlier());
    await pass(20);
    expect(more.values).toEqual([true]);
    expect(idsOf(messages.last)).toEqual(storedIDs(id).slice(-100));
    expect(messages.last.at(50)).toBe(first);
    const rest = record(view.loadEarlier());
    await pass(20);
    expect(rest.values).toEqual([false]);
    expect(idsOf(messages.last)).toEqual(storedIDs(id));
    expect(hasEarlier.values).toEqual([true, false]);
    for (const recording of [messages, hasEarlier]) recording.unsubscribe();
  });

  it('is read back as far as it is shown when something may have been missed', async () => {
    const id = longSession(60);
    const view = stage.client.session(id);
    const messages = record(view.messages$);
    await pass(20);
    record(view.loadEarlier());
    await pass(20);
    const removed = idsOf(messages.last).at(3) ?? '';
    stage.server.cut();
    stage.server.emit('message.removed', { sessionID: id, messageID: removed });
    await pass(2_000);
    expect(idsOf(messages.last)).toEqual(storedIDs(id).slice(-idsOf(messages.last).length));
    expect(messages.last.length).toBeGreaterThanOrEqual(99);
    expect(idsOf(messages.last)).not.toContain(removed);
    messages.unsubscribe();
  });

  it('keeps a page that comes while the newest messages are read again', async () => {
    const id = longSession(60);
    const view = stage.client.session(id);
    const messages = record(view.messages$);
    await pass(20);
    stage.server.delay(100, { path: 'GET /session/:id/message', times: 1 });
    stage.server.emit('session.idle', { sessionID: id });
    await pass(300);
    record(view.loadEarlier());
    await pass(1_000);
    expect(idsOf(messages.last)).toEqual(storedIDs(id).slice(-100));
    messages.unsubscribe();
  });

  it('does not bring back what is removed while its page is on its way', async () => {
    const id = longSession(60);
    const view = stage.client.session(id);
    const messages = record(view.messages$);
    await pass(20);
    stage.server.delay(100, { path: 'GET /session/:id/message', times: 1 });
    record(view.loadEarlier());
    await pass(20);
    stage.server.emit('message.removed', { sessionID: id, messageID: storedIDs(id).at(30) ?? '' });
    await pass(200);
    expect(idsOf(messages.last)).toEqual(storedIDs(id).slice(-99));
    messages.unsubscribe();
  });

  it('has nothing earlier when all is there, and asks nobody', async () => {
    const view = stage.client.session(longSession(2));
    const messages = record(view.messages$);
    await pass(20);
    const asked = stage.server.requests.length;
    const more = record(view.loadEarlier());
    await pass(20);
    expect(more.values).toEqual([false]);
    expect(stage.server.requests).toHaveLength(asked);
    messages.unsubscribe();
  });

  it('may be asked for by somebody who watches nothing, and leaves nothing behind', async () => {
    const more = record(stage.client.session(longSession(60)).loadEarlier());
    await pass(20);
    expect([more.values, more.ending]).toEqual([[true], { kind: 'completed' }]);
  });

  it('is kept for whoever comes to watch while a page is on its way', async () => {
    const id = longSession(60);
    const view = stage.client.session(id);
    stage.server.delay(100, { path: 'GET /session/:id/message' });
    const more = record(view.loadEarlier());
    await pass(150);
    const messages = record(view.messages$);
    expect(idsOf(messages.atOnce[0] ?? [])).toEqual(storedIDs(id).slice(-50));
    await pass(100);
    expect([more.values, idsOf(messages.last)]).toEqual([[true], storedIDs(id).slice(-100)]);
    messages.unsubscribe();
  });

  it('comes also when the event connection is lost for good meanwhile', async () => {
    const view = stage.client.session(longSession(60));
    const messages = record(view.messages$);
    await pass(20);
    stage.server.delay(2_000, { path: 'GET /session/:id/message' });
    const more = record(view.loadEarlier());
    await pass(20);
    stage.server.refuse(401, { path: '/event' });
    stage.server.cut();
    await pass(1_000);
    expect(more.values).toEqual([]);
    await pass(1_500);
    expect([more.values, more.ending]).toEqual([[true], { kind: 'completed' }]);
    messages.unsubscribe();
  });

  it('gives the error of a page to whoever asked for it', async () => {
    const view = stage.client.session(longSession(60));
    const messages = record(view.messages$);
    await pass(20);
    stage.server.refuse(500, { path: 'GET /session/:id/message' });
    const more = record(view.loadEarlier());
    await pass(20);
    expect(more.ending).toMatchObject({ kind: 'errored', error: { name: 'ServerError' } });
    expect(messages.ending).toBeUndefined();
    messages.unsubscribe();
  });
});
