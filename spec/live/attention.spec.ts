import { firstValueFrom, lastValueFrom } from 'rxjs';
import { bash, question, script, scripted, step, task, text, type Act } from '../../examples/sandbox/index.js';
import { PromptNotFoundError, type Attention, type AttentionPermission } from '../../lib/index.js';
import { useLive } from '../support/live.js';
import { needs } from '../support/needs.js';
import { record, type Recording } from '../support/recording.js';
import { eventually, plainPrompt, rest, storedMessages } from '../support/sandbox.js';
import { expectTrue, WatchedSession } from '../support/watched-session.js';

const live = useLive();

const done = step(text('Done.'));
const ask = (...acts: Act[]) => scripted('Ask.', step(...acts), done);
const which = question('Which?', ['This', 'That']);

/** A prompt whose task runs a child, whose task runs a child that does this. */
const twoDown = (...acts: Act[]) =>
  scripted('Delegate.', step(task(script(step(task(script(step(...acts), done))), done))), done);

type Waiting = readonly Attention[];

/** Somebody else prompts a new session with this, which asks something. */
async function asking(prompt: string): Promise<string> {
  const sessionID = await live().newSession();
  await plainPrompt(live().sandbox, sessionID, prompt);
  return sessionID;
}

const listed = (path: '/permission' | '/question') => rest<readonly { id: string }[]>(live().sandbox, 'GET', path);

/** The first thing that waits with all that is known of it. */
const whole = async (seen: Recording<Waiting>): Promise<Attention> => {
  const waiting = await seen.until(([first]) => first?.session !== undefined && first.toolPart !== undefined);
  return waiting[0]!;
};

/** Nothing waits any more, though something did. */
const settled = (seen: Recording<Waiting>): Promise<Waiting> =>
  seen.until(waiting => waiting.length === 0 && seen.values.some(({ length }) => length > 0));

const isDone = (sessionID: string) =>
  eventually(
    () => storedMessages(live().sandbox, sessionID),
    messages => messages.at(-1)?.parts.some(part => part.text === 'Done.') === true,
  );

const isPermission = (waiting: Attention): waiting is AttentionPermission => waiting.kind === 'permission';

describe('what waits for a human', () => {
  it('shows with its session and its tool call, be it a grandchild that asks, and can be answered there', async () => {
    const { client } = live();
    const before = Date.now();
    const seen = record(client.attention$);
    const root = await asking(twoDown(bash('echo deep')));
    const ofRoot = record(client.session(root).pendingPermissions$);
    const waiting = await whole(seen);
    expect(waiting).toMatchObject({ kind: 'permission', permission: 'bash', session: { id: waiting.sessionID } });
    expect(waiting.toolPart).toMatchObject({ tool: 'bash', callID: waiting.tool?.callID });
    expect(waiting.askedAt).toBeGreaterThanOrEqual(before);
    expect(waiting.askedAt).toBeLessThanOrEqual(Date.now());
    const child = await firstValueFrom(client.getSession(waiting.session?.parentID ?? ''));
    expect(child.parentID).toBe(root);
    expect((await ofRoot.until(list => list.length === 1))[0]?.id).toBe(waiting.id);
    if (isPermission(waiting)) await expect(lastValueFrom(waiting.reply('once'))).resolves.toBe(true);
    await settled(seen);
    await ofRoot.until(list => ofRoot.values.length > 2 && list.length === 0);
    await isDone(root);
    for (const each of [seen, ofRoot]) each.unsubscribe();
  });

  it('is answered, refused with and without words, each to its end', async () => {
    const seen = record(live().client.attention$);
    const answered = await asking(ask(which));
    let waiting = await whole(seen);
    if (!isPermission(waiting)) await lastValueFrom(waiting.reply([['That']]));
    await isDone(answered);
    const advised = await asking(ask(bash('echo advised')));
    waiting = (await seen.until(([first]) => first?.sessionID === advised))[0]!;
    if (isPermission(waiting)) await lastValueFrom(waiting.reject('Not like this.'));
    await isDone(advised);
    for (const act of [which, bash('echo refused')]) {
      const refused = await asking(ask(act));
      waiting = (await seen.until(([first]) => first?.sessionID === refused))[0]!;
      const view = new WatchedSession(live().client.session(refused));
      await lastValueFrom(waiting.reject());
      await seen.until(([first]) => seen.last.length === 0 && first === undefined);
      await expectTrue(live().newClient({ baseUrl: live().sandbox.url }), view);
      expect(view.shown.last.status).toEqual({ type: 'idle' });
      view.leave();
    }
    seen.unsubscribe();
  });

  it('goes when somebody else has settled it, and cannot be answered again', async () => {
    const seen = record(live().client.attention$);
    const elsewhere = record(live().newClient().attention$);
    const sessionID = await asking(ask(which));
    const waiting = await whole(seen);
    await elsewhere.until(([first]) => first?.id === waiting.id);
    await rest(live().sandbox, 'POST', `/question/${waiting.id}/reply`, { answers: [['This']] });
    await settled(seen);
    await settled(elsewhere);
    await isDone(sessionID);
    needs(live().sandbox, 'a 404 for a question or permission that is settled');
    await expect(lastValueFrom(waiting.reject())).rejects.toBeInstanceOf(PromptNotFoundError);
    for (const each of [seen, elsewhere]) each.unsubscribe();
  });

  it.each([
    ['permission', bash('echo aborted')],
    ['question', which],
  ] as const)('goes with the turn that asked it, though the server goes on listing the %s', async (kind, act) => {
    const { client, newClient, sandbox } = live();
    const seen = record(client.attention$);
    const sessionID = await asking(ask(act));
    const view = new WatchedSession(client.session(sessionID));
    const { id } = await whole(seen);
    await lastValueFrom(client.abortSession(sessionID));
    await settled(seen);
    await view.shown.until(({ questions, permissions }) => questions.length + permissions.length === 0);
    expect((await listed(`/${kind}`)).map(request => request.id)).toContain(id);
    const late = record(newClient().attention$);
    await late.until(() => true);
    expect(late.values).toEqual([[]]);
    await expectTrue(newClient({ baseUrl: sandbox.url }), view);
    await rest(sandbox, 'POST', `/${kind}/${id}/${kind === 'question' ? 'reject' : 'reply'}`, { reply: 'reject' });
    for (const each of [seen, late]) each.unsubscribe();
    view.leave();
  });

  it('goes with the session that asked it', async () => {
    const seen = record(live().client.attention$);
    const sessionID = await asking(ask(which));
    await whole(seen);
    await lastValueFrom(live().client.deleteSession(sessionID));
    await settled(seen);
    seen.unsubscribe();
  });

  it('is there when it was asked before anybody looked, what was asked first first', async () => {
    const [first, second] = [await asking(ask(which)), await asking(ask(bash('echo second')))];
    await eventually(
      () => listed('/question'),
      ({ length }) => length > 0,
    );
    await eventually(
      () => listed('/permission'),
      ({ length }) => length > 0,
    );
    const seen = record(live().client.attention$);
    await seen.until(waiting => waiting.length === 2 && waiting.every(({ session }) => session !== undefined));
    const asked = seen.last.map(({ askedAt }) => askedAt);
    expect(asked).toEqual(asked.toSorted((one, other) => one - other));
    expect(seen.last.map(({ sessionID }) => sessionID).toSorted()).toEqual([first, second].toSorted());
    for (const sessionID of [first, second]) await lastValueFrom(live().client.deleteSession(sessionID));
    await settled(seen);
    seen.unsubscribe();
  });

  it('is known though it was asked, or settled, in a gap', async () => {
    const { client, proxy, sandbox } = live();
    const seen = record(client.attention$);
    await seen.until(() => true);
    await proxy.down();
    const before = (await listed('/permission')).length;
    const sessionID = await asking(twoDown(bash('echo unheard')));
    await eventually(
      () => listed('/permission'),
      ({ length }) => length > before,
    );
    await proxy.up();
    const waiting = await whole(seen);
    await proxy.down();
    await rest(sandbox, 'POST', `/permission/${waiting.id}/reply`, { reply: 'once' });
    await isDone(sessionID);
    expect(seen.last).toHaveLength(1);
    await proxy.up();
    await settled(seen);
    seen.unsubscribe();
  });
});
