import { of } from 'rxjs';
import { bash, question, script, scripted, step, task, text, wait, type Act } from '../../examples/sandbox/index.js';
import type { PermissionRequest, QuestionRequest } from '../../lib/index.js';
import { expectWhole, posts } from '../support/expect-turn.js';
import { expectEachAsStored, watch } from '../support/follow.js';
import { useLive } from '../support/live.js';
import { eventually, plainPrompt, rest } from '../support/sandbox.js';

const live = useLive();

const done = step(text('Done.'));

/** A prompt whose task runs a child, whose task runs a child that does this. */
const twoDown = (...acts: Act[]) =>
  scripted('Delegate.', step(task(script(step(task(script(step(...acts), done))), done))), step(text('All done.')));

/** Handlers that agree to everything and remember who asked. */
function agreeing() {
  const asked: string[] = [];
  const onPermission = ({ sessionID = '' }: PermissionRequest) => of((asked.push(sessionID), 'once' as const));
  const onQuestion = ({ sessionID = '' }: QuestionRequest) => of((asked.push(sessionID), [['Yes']]));
  return { asked, options: { onPermission, onQuestion } };
}

const pending = (path: '/permission' | '/question', count = 1) =>
  eventually(
    () => rest<readonly { readonly sessionID: string }[]>(live().sandbox, 'GET', path),
    list => list.length === count,
  );

/** How many generations lie between a session and its root. */
async function depthOf(sessionID: string): Promise<number> {
  const { parentID } = await rest<{ parentID?: string }>(live().sandbox, 'GET', `/session/${sessionID}`);
  return parentID === undefined ? 0 : 1 + (await depthOf(parentID));
}

describe('what a grandchild asks', () => {
  it('is answered by the handler of the root: a permission and a question', async () => {
    const { asked, options } = agreeing();
    const prompt = twoDown(bash('echo deep'), question('Deep?', ['Yes']));
    const { stream, seen } = watch(live().client.stream(await live().newSession(), prompt, options));
    await expectWhole(live(), stream, seen);
    expect(asked).toHaveLength(2);
    expect(await Promise.all(asked.map(depthOf))).toEqual([2, 2]);
    expect(seen.last).toMatchObject({ status: 'completed', fullText: 'All done.', promptBlocked: false });
  });

  it('before anybody listened is answered by whoever attaches to the root', async () => {
    const sessionID = await live().newSession();
    await plainPrompt(live().sandbox, sessionID, twoDown(bash('echo before')));
    const [request] = await pending('/permission');
    const { asked, options } = agreeing();
    const attached = watch(live().client.attach(sessionID, options));
    await expectEachAsStored(live(), attached);
    expect(asked).toEqual([request?.sessionID]);
    expect(attached.seen.last).toMatchObject({ status: 'completed', fullText: 'All done.' });
  });

  it('of a child that was there before anybody listened is answered when it asks', async () => {
    const sessionID = await live().newSession();
    await plainPrompt(live().sandbox, sessionID, twoDown(wait('attached'), bash('echo later')));
    await live().sandbox.model.reached('attached');
    const { asked, options } = agreeing();
    const attached = watch(live().client.attach(sessionID, options));
    await attached.seen.until(({ parts }) => parts.length > 0);
    live().sandbox.model.release('attached');
    await expectEachAsStored(live(), attached);
    expect(await Promise.all(asked.map(depthOf))).toEqual([2]);
  });

  it.each(['permission', 'question'] as const)('in a gap, a %s, is answered after it', async kind => {
    const { proxy, sandbox, client } = live();
    const gate = `gap ${kind}`;
    const act = kind === 'permission' ? bash('echo gap') : question('Gap?', ['Yes']);
    const prompt = scripted(
      'Delegate.',
      step(text('First.'), wait(gate), task(script(step(task(script(step(act), done))), done))),
      step(text('All done.')),
    );
    const { asked, options } = agreeing();
    const turn = watch(client.stream(await live().newSession(), prompt, options));
    await turn.seen.until(({ fullText }) => fullText === 'First.');
    await proxy.down();
    sandbox.model.release(gate);
    const [request] = await pending(`/${kind}`);
    await proxy.up();
    await expectEachAsStored(live(), turn);
    expect(asked).toEqual([request?.sessionID]);
    expect(await depthOf(asked[0] ?? '')).toBe(2);
    expect(turn.seen.last).toMatchObject({ status: 'completed', fullText: 'First.\n\nAll done.' });
    expect(posts(live())).toBe(1);
  });

  it('is nobody else’s: a turn of another session is not asked', async () => {
    const { asked, options } = agreeing();
    const other = agreeing();
    const prompt = twoDown(bash('echo mine'));
    const bystander = scripted('Stand by.', step(text('Here'), wait('bystander'), text('.')));
    const watching = watch(live().client.stream(await live().newSession(), bystander, other.options));
    await watching.seen.until(({ fullText }) => fullText === 'Here');
    const turn = watch(live().client.stream(await live().newSession(), prompt, options));
    await turn.seen.completion();
    live().sandbox.model.release('bystander');
    await expectEachAsStored(live(), turn, watching);
    expect([asked.length, other.asked.length]).toEqual([1, 0]);
    expect(watching.seen.values.some(({ promptBlocked }) => promptBlocked)).toBe(false);
  });
});
