import { lastValueFrom, map, timer } from 'rxjs';
import { bash, pause, scripted, step, text, wait } from '../../examples/sandbox/index.js';
import {
  ConnectionError,
  IdleStreamError,
  StaleSessionError,
  TimeoutError,
  type ReplyStream,
  type StreamOptions,
} from '../../lib/index.js';
import { expectWhole, posts, storedTurn } from '../support/expect-turn.js';
import { useLive } from '../support/live.js';
import { record } from '../support/recording.js';
import { eventually, plainPrompt, storedMessages } from '../support/sandbox.js';

const live = useLive();

async function begin(prompt: string, options: StreamOptions) {
  const stream = live().client.stream(await live().newSession(), prompt, options);
  return { stream, seen: record(stream) };
}

/** The agent was not aborted: it goes on when the model does, and ends as if nobody had watched. */
async function expectUnharmed(stream: ReplyStream, gate: string): Promise<void> {
  expect(live().proxy.count('/abort')).toBe(0);
  expect(posts(live())).toBe(1);
  live().sandbox.model.release(gate);
  const [message] = await eventually(
    () => storedTurn(live(), stream),
    ([answer]) => answer?.info['finish'] === 'stop',
  );
  expect(message?.info['error']).toBeUndefined();
}

/** A model that says a word now and then, and never comes to an end before the gate. */
const chatty = (gate: string) =>
  scripted('Chat.', step(...Array.from({ length: 20 }, () => [text('Word. '), pause(100)]).flat(), wait(gate)));

describe('streamTimeout', () => {
  it('ends the stream of a busy turn, which goes on', async () => {
    const { stream, seen } = await begin(chatty('total'), { streamTimeout: 4_000 });
    const error = await seen.error();
    expect(error).toBeInstanceOf(TimeoutError);
    expect((error as Error).message).toContain('streamTimeout');
    expect(seen.last.fullText).toContain('Word.');
    await expectUnharmed(stream, 'total');
  });
});

describe('idleStreamTimeout', () => {
  it('ends the stream of a turn that fell silent, which goes on', async () => {
    const prompt = scripted('Stop.', step(text('One word.'), wait('idle')));
    const { stream, seen } = await begin(prompt, { idleStreamTimeout: 1_500 });
    await expect(seen.error()).resolves.toBeInstanceOf(IdleStreamError);
    expect(seen.last).toMatchObject({ status: 'working', fullText: 'One word.' });
    await expectUnharmed(stream, 'idle');
  });
});

describe('firstEventTimeout', () => {
  it('ends the stream of a prompt that waits behind another one', async () => {
    const { client, newSession, sandbox } = live();
    const sessionID = await newSession();
    await plainPrompt(sandbox, sessionID, scripted('Busy.', step(wait('busy'), text('Done at last.'))));
    await sandbox.model.reached('busy');
    const stream = client.stream(sessionID, 'Queued.', { firstEventTimeout: 700 });
    const seen = record(stream);
    await expect(seen.error()).resolves.toBeInstanceOf(StaleSessionError);
    expect(seen.last.status).toBe('waiting');
    expect(seen.last.parts).toEqual([]);
    await expectUnharmed(stream, 'busy');
    expect(await storedMessages(sandbox, sessionID)).toHaveLength(4);
  });

  it('ends a stream that never found the server with the error of the connection', async () => {
    const { client, newSession, proxy } = live();
    const sessionID = await newSession();
    await proxy.down();
    const seen = record(client.stream(sessionID, 'Hello?', { firstEventTimeout: 700 }));
    const error = await seen.error();
    expect(error).toBeInstanceOf(ConnectionError);
    expect((error as Error).message).toContain('GET /event');
    expect(proxy.requests).toEqual([]);
  });

  it('is over once the assistant speaks', async () => {
    const prompt = scripted('Speak.', step(text('Here.'), pause(2_100), text(' And there.')));
    const { stream, seen } = await begin(prompt, { firstEventTimeout: 2_000 });
    await expectWhole(live(), stream, seen);
  });
});

describe('while a human is asked', () => {
  it('no deadline runs', async () => {
    const onPermission = () => timer(4_000).pipe(map(() => 'once' as const));
    const options = { streamTimeout: 3_500, idleStreamTimeout: 3_000, firstEventTimeout: 3_500, onPermission };
    const { stream, seen } = await begin(scripted('Run.', step(bash('echo patient')), step(text('Done.'))), options);
    await expectWhole(live(), stream, seen);
    expect(seen.last).toMatchObject({ status: 'completed', fullText: 'Done.' });
  });
});

describe('the deadline of a call', () => {
  it('ends a synchronous prompt that was given one', async () => {
    const { client, newSession, sandbox } = live();
    const sessionID = await newSession();
    const prompt = scripted('Wait.', step(wait('sync'), text('Late.')));
    const start = Date.now();
    await expect(lastValueFrom(client.sendMessage(sessionID, prompt, { timeout: 400 }))).rejects.toBeInstanceOf(
      TimeoutError,
    );
    expect(Date.now() - start).toBeLessThan(2_000);
    sandbox.model.release('sync');
  });
});
