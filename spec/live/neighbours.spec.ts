import { tmpdir } from 'node:os';
import { delay, of } from 'rxjs';
import { bash, pause, scripted, step, task, text } from '../../examples/sandbox/index.js';
import { expectAsStored } from '../support/expect-turn.js';
import { useLive } from '../support/live.js';
import { needs } from '../support/needs.js';
import { record } from '../support/recording.js';
import { rest } from '../support/sandbox.js';

const live = useLive();

const working = (words: string) => scripted(words, step(bash('echo mine')), step(text('Done with it.')));
const delegating = (words: string) =>
  scripted(words, step(task([[bash('echo child')], [text('x')]])), step(text('Told you.')));
const quick = (words: string) => scripted(words, step(text('Quickly.')));

describe('a turn that waits behind another on the same session', () => {
  it.each([
    ['turn', working('First.')],
    ["turn's child", delegating('First.')],
  ])('is not asked for what the other %s asks', async (_whose, prompt) => {
    const { client, newSession } = live();
    const session = await newSession();
    const rejecting = jest.fn(() => of('reject' as const));
    const first = client.stream(session, prompt, { onPermission: () => of('once' as const).pipe(delay(2500)) });
    const one = record(first);
    await one.until(({ status }) => status === 'working');
    const second = client.stream(session, quick('Second.'), { onPermission: rejecting });
    const two = record(second);
    await one.completion();
    await two.completion();
    expect(rejecting).not.toHaveBeenCalled();
    expect(two.values.some(({ promptBlocked }) => promptBlocked)).toBe(false);
    expect(one.last).toMatchObject({ status: 'completed' });
    expect(one.last.toolParts.map(({ status }) => status)).toEqual(['completed']);
    await expectAsStored(live(), first, one);
    expect(two.last.absorbedBy).toBeUndefined();
    expect(two.last).toMatchObject({ status: 'completed', fullText: 'Quickly.' });
  });
});

describe('a session that runs in another directory', () => {
  it('is named instead of being taken for interrupted', async () => {
    const { client, sandbox } = live();
    needs(sandbox, 'a session that keeps to its directory');
    const directory = tmpdir();
    const { id } = await rest<{ id: string }>(
      sandbox,
      'POST',
      `/session?directory=${encodeURIComponent(directory)}`,
      {},
    );
    const slow = scripted('Slowly.', step(text('Hello.'), pause(12_000), text('Bye.')));
    const seen = record(client.stream(id, slow));
    expect(String(await seen.error())).toContain(`directory: '${directory}'`);
  });
});
