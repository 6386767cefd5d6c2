import { firstValueFrom } from 'rxjs';
import { scripted, step, text, wait } from '../../examples/sandbox/index.js';
import { createMessageID, type PromptPart } from '../../lib/index.js';
import { expectAsStored, posts } from '../support/expect-turn.js';
import { useLive } from '../support/live.js';
import { record } from '../support/recording.js';
import { eventually, storedMessages } from '../support/sandbox.js';
import { userMessages } from '../support/live-turns.js';

const live = useLive();
const missing = { name: 'NotFoundError', data: { message: 'Message not found' } };

/** Nobody finds the message that is there: two who look at the same moment both find none. */
const findNothing = () => {
  const isLook = ({ method, path }: { method: string; path: string }) => method === 'GET' && /\/message\/./.test(path);
  live().proxy.break(isLook, { kind: 'answer', status: 404, body: JSON.stringify(missing) }, Infinity);
};

const IMAGE =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('a prompt that two processes post', () => {
  it('under one id stands once, and is answered once', async () => {
    const { client, newClient, newSession, sandbox } = live();
    const sessionID = await newSession();
    const options = { messageID: createMessageID() };
    const prompt = scripted('Talk.', step(text('The first half.'), wait('both'), text(' The second half.')));
    findNothing();
    const stream = client.stream(sessionID, prompt, options);
    const seen = record(stream);
    await seen.until(({ fullText }) => fullText === 'The first half.');
    const other = record(newClient().stream(sessionID, prompt, options));
    await eventually(
      async () => posts(live()),
      count => count === 2,
    );
    await other.until(({ parts }) => parts.length > 0);
    sandbox.model.release('both');
    await Promise.all([seen.completion(), other.completion()]);
    await expectAsStored(live(), stream, seen);
    const stored = await storedMessages(sandbox, sessionID);
    expect(stored.map(({ info, parts }) => [info.role, parts.filter(({ type }) => type === 'text').length])).toEqual([
      ['user', 1],
      ['assistant', 1],
    ]);
  });

  it('in several parts stands once and in their order', async () => {
    const { client, newSession, sandbox } = live();
    const sessionID = await newSession();
    const image: PromptPart = { type: 'file', mime: 'image/png', url: IMAGE };
    const parts: readonly PromptPart[] = [{ type: 'text', text: 'Two' }, image, { type: 'text', text: 'Three' }];
    const options = { messageID: createMessageID(), parts, noReply: true };
    for (let time = 0; time < 2; time += 1) await firstValueFrom(client.sendMessage(sessionID, 'One', options));
    const [message, ...others] = await userMessages(sandbox, sessionID);
    expect(message?.parts.map(part => part.text ?? part.type)).toEqual(['One', 'Two', 'file', 'Three']);
    expect(others).toEqual([]);
  });
});
