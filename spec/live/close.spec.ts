import { scripted, step, text, wait } from '../../examples/sandbox/index.js';
import { OpencodeError } from '../../lib/index.js';
import { expectWhole, posts } from '../support/expect-turn.js';
import { happens, useLive } from '../support/live.js';
import { record } from '../support/recording.js';

const live = useLive();
const hello = (words = 'Hello there.') => scripted('Say hello.', step(text(words)));

describe('close', () => {
  it('ends everything the client opened, and whatever is tried afterwards', async () => {
    const { client, newSession, proxy } = live();
    const sessionID = await newSession();
    const stream = client.stream(sessionID, scripted('Wait.', step(text('Open.'), wait('close'))));
    const seen = record(stream);
    const open = [seen, record(client.events$), record(client.streamEvents(sessionID)), record(stream.todos$)];
    const states = record(client.connection$);
    await seen.until(({ fullText }) => fullText === 'Open.');
    const pending = record(client.sendMessage(sessionID, 'Queued.'));
    client.close();
    for (const each of [...open, pending]) {
      const error = await each.error();
      expect(error).toBeInstanceOf(OpencodeError);
      expect((error as Error).message).toBe('the client is closed');
    }
    await states.completion();
    expect(states.last).toEqual({ status: 'idle' });
    expect(await happens(() => proxy.openStreams === 0)).toBe(true);
    const before = proxy.requests.length;
    const later = [
      client.health(),
      client.events$,
      client.stream(sessionID, 'Again?'),
      stream,
      client.attach(sessionID),
    ];
    for (const each of later) {
      await expect(record<unknown>(each).error()).resolves.toBeInstanceOf(OpencodeError);
    }
    expect(proxy.requests).toHaveLength(before);
    expect(proxy.count('/abort')).toBe(0);
    expect(posts(live())).toBe(1);
    live().sandbox.model.release('close');
  });

  it('leaves other clients of the server alone', async () => {
    const { client, newClient, newSession } = live();
    const stream = client.stream(await newSession(), hello());
    const other = newClient();
    const seen = record(stream);
    other.close();
    await expectWhole(live(), stream, seen);
  });
});
