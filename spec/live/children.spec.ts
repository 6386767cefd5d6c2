import { concatMap, from, lastValueFrom, of } from 'rxjs';
import { bash, question, script, scripted, step, task, text } from '../../examples/sandbox/index.js';
import type { PermissionRequest, QuestionRequest } from '../../lib/index.js';
import { expectAsStored, expectWhole, posts } from '../support/expect-turn.js';
import { happens, useLive } from '../support/live.js';
import { record } from '../support/recording.js';
import { eventually, plainPrompt, rest } from '../support/sandbox.js';

const live = useLive();

const child = (command: string) => script(step(bash(command)), step(text('The child is done.')));
const delegate = (command: string) =>
  scripted('Delegate.', step(task(child(command))), step(text('The parent is done.')));

describe('a turn whose task runs a child session', () => {
  it('hands the permission of the child to the handler', async () => {
    const { client, newSession } = live();
    const asked: PermissionRequest[] = [];
    const onPermission = (request: PermissionRequest) => {
      asked.push(request);
      return of('once' as const);
    };
    const stream = client.stream(await newSession(), delegate('echo child'), { onPermission });
    const seen = record(stream);
    await expectWhole(live(), stream, seen);
    const [{ id: childID } = { id: '' }] = await lastValueFrom(client.children(stream.sessionID));
    expect(asked).toMatchObject([{ sessionID: childID, permission: 'bash', patterns: ['echo child'] }]);
    expect(seen.values.map(({ status }) => status)).toContain('blocked');
    expect(seen.last.toolParts).toMatchObject([
      { tool: 'task', status: 'completed', metadata: { sessionId: childID } },
    ]);
    expect(seen.last.fullText).toBe('The parent is done.');
  });

  it('shows it among its pending permissions, to be answered there', async () => {
    const { client, newSession } = live();
    const stream = client.stream(await newSession(), delegate('echo shown'));
    const answers$ = stream.pendingPermissions$.pipe(
      concatMap(requests => from(requests)),
      concatMap(({ id }) => client.replyPermission(id, 'once')),
    );
    const answers = record(answers$);
    const seen = record(stream);
    await expectWhole(live(), stream, seen);
    expect(answers.values).toHaveLength(1);
  });

  it('hands on what a grandchild asks', async () => {
    const grandchild = script(step(question('Deep down?', ['Yes'])), step(text('The grandchild is done.')));
    const prompt = scripted('Delegate.', step(task(script(step(task(grandchild)), step(text('The child is done.'))))));
    const asked: QuestionRequest[] = [];
    const onQuestion = (request: QuestionRequest) => {
      asked.push(request);
      return of([['Yes']]);
    };
    const stream = live().client.stream(await live().newSession(), prompt, { onQuestion });
    const seen = record(stream);
    await expectWhole(live(), stream, seen);
    expect(asked.map(({ questions }) => questions[0]?.question)).toEqual(['Deep down?']);
    expect(asked[0]?.sessionID).not.toBe(stream.sessionID);
  });

  it('keeps to itself with includeChildren: false', async () => {
    const { client, newSession, sandbox } = live();
    const calls: unknown[] = [];
    const onPermission = (request: PermissionRequest) => {
      calls.push(request);
      return of(null);
    };
    const stream = client.stream(await newSession(), delegate('echo hidden'), { includeChildren: false, onPermission });
    const everything = record(client.events$);
    const seen = record(stream);
    await everything.until(({ type }) => type === 'permission.asked');
    const [request] = await rest<PermissionRequest[]>(sandbox, 'GET', '/permission');
    expect(seen.last.pendingPermissions).toEqual([]);
    await rest(sandbox, 'POST', `/permission/${request?.id ?? ''}/reply`, { reply: 'once' });
    await expectWhole(live(), stream, seen);
    everything.unsubscribe();
    expect(calls).toEqual([]);
    expect(seen.values.some(({ promptBlocked }) => promptBlocked)).toBe(false);
  });

  it('tells whoever attaches what its child had asked before', async () => {
    const { client, newSession, sandbox } = live();
    const sessionID = await newSession();
    await plainPrompt(sandbox, sessionID, delegate('echo attached'));
    await eventually(
      () => rest<PermissionRequest[]>(sandbox, 'GET', '/permission'),
      list => list.length === 1,
    );
    const stream = client.attach(sessionID, { onPermission: () => of('once' as const) });
    const seen = record(stream);
    await seen.completion();
    expect(seen.values.some(({ pendingPermissions }) => pendingPermissions.length === 1)).toBe(true);
    expect(seen.last.fullText).toBe('The parent is done.');
    await expectAsStored(live(), stream, seen);
    expect(posts(live())).toBe(0);
    expect(await happens(() => live().proxy.openStreams === 0)).toBe(true);
  });
});
