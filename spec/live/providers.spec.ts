import {
  bash,
  fail,
  finish,
  isAtLeast,
  pause,
  read,
  scripted,
  step,
  text,
  tool,
  wait,
} from '../../examples/sandbox/index.js';
import { IdleStreamError, type StreamOptions } from '../../lib/index.js';
import { expectWhole, posts } from '../support/expect-turn.js';
import { say, watch } from '../support/follow.js';
import { useLive } from '../support/live.js';
import { needs } from '../support/needs.js';
import { record } from '../support/recording.js';
import { eventually, rest } from '../support/sandbox.js';

const live = useLive();

const begin = async (prompt: string, options: StreamOptions = {}) =>
  watch(live().client.stream(await live().newSession(), prompt, options));

/** Runs a prompt in a new session to its end, and holds it against the store. */
async function run(prompt: string) {
  const { stream, seen } = await begin(prompt);
  await expectWhole(live(), stream, seen);
  return seen;
}

describe('a provider that', () => {
  it('is busy four times is asked a fifth time, and the turn does not end in between', async () => {
    const seen = await run(scripted('Busy.', step(fail(429, { times: 4 }), text('At last.'))));
    expect(seen.last).toMatchObject({ status: 'completed', fullText: 'At last.', retry: undefined });
    const attempts = seen.values.flatMap(({ status, retry }) => (status === 'retrying' ? [retry?.attempt] : []));
    expect(attempts).toContain(4);
  });

  it('says nothing for four seconds is waited for', async () => {
    const seen = await run(scripted('Think.', step(pause(4_000), text('I have thought.'))));
    expect(seen.last).toMatchObject({ status: 'completed', fullText: 'I have thought.' });
  });

  it('refuses the second step fails the turn, which keeps the first', async () => {
    const seen = await run(
      scripted('Refuse.', step(text('Let me see.'), read('opencode.json')), step(fail(400, { message: 'Too odd.' }))),
    );
    expect(seen.last).toMatchObject({ status: 'failed', fullText: 'Let me see.', error: { name: 'APIError' } });
    expect(JSON.stringify(seen.last.error)).toContain('Too odd.');
    expect(seen.last.toolParts).toMatchObject([{ tool: 'read', status: 'completed' }]);
  });

  it('filters an answer fails the turn, which keeps what was said', async () => {
    needs(live().sandbox, 'an error where the provider filters');
    const seen = await run(say('A bad word.', finish('content_filter')));
    expect(seen.last).toMatchObject({
      status: 'failed',
      fullText: 'A bad word.',
      error: { name: 'ContentFilterError' },
    });
  });

  it('runs out of tokens completes the turn with what was said', async () => {
    const seen = await run(say('And so it', finish('length')));
    expect(seen.last).toMatchObject({ status: 'completed', fullText: 'And so it', error: undefined });
    expect(seen.last.info?.finish).toBe('length');
  });

  it.each(['length', 'stop'] as const)('gives the reason %s with a tool call goes on', async reason => {
    needs(live().sandbox, 'going on after a tool call whatever the reason');
    const seen = await run(
      scripted('Read.', step(text('One.'), read('opencode.json'), finish(reason)), step(text('Two.'))),
    );
    expect(seen.last).toMatchObject({ status: 'completed', fullText: 'One.\n\nTwo.' });
  });

  it('says nothing at all completes the turn, empty', async () => {
    const seen = await run(scripted('Nothing.', step()));
    expect(seen.last).toMatchObject({ status: 'completed', parts: [] });
  });

  it('hangs in its second step ends the stream by idleStreamTimeout; who comes back goes on with the turn', async () => {
    const prompt = scripted('Hang.', step(text('One.'), read('opencode.json')), step(wait('hang'), text('Two.')));
    const { stream, seen } = await begin(prompt, { idleStreamTimeout: 3_000 });
    await expect(seen.error()).resolves.toBeInstanceOf(IdleStreamError);
    expect(seen.last).toMatchObject({ status: 'working', fullText: 'One.' });
    const again = record(stream);
    live().sandbox.model.release('hang');
    await again.completion();
    expect(again.last).toMatchObject({ status: 'completed', fullText: 'One.\n\nTwo.' });
    expect([posts(live()), live().proxy.count('/abort')]).toEqual([1, 0]);
  });
});

describe('an answer in a given shape', () => {
  const shape = { type: 'object', properties: { colour: { type: 'string' } }, required: ['colour'] };
  const format = { type: 'json_schema' as const, schema: shape };

  /** The server does not list the messages of such a session any more; older ones do. */
  const expectUnlisted = async (sessionID: string) => {
    const { sandbox } = live();
    const listed = rest(sandbox, 'GET', `/session/${sessionID}/message`);
    if (isAtLeast(sandbox.version, '1.15.13')) await expect(listed).rejects.toThrow('400');
    else await expect(listed).resolves.toHaveProperty('length');
  };

  it('completes the turn with the tool call that delivered it', async () => {
    const prompt = scripted('Paint.', step(text('I choose.'), tool('StructuredOutput', { colour: 'red' })));
    const { stream, seen } = await begin(prompt, { format });
    await seen.completion();
    expect(seen.last).toMatchObject({ status: 'completed', fullText: 'I choose.', error: undefined });
    expect(seen.last.toolParts).toMatchObject([
      { tool: 'StructuredOutput', status: 'completed', input: { colour: 'red' } },
    ]);
    await expectUnlisted(stream.sessionID);
  });

  it('that was not delivered fails the turn; what was streamed stands, and the session goes on', async () => {
    const { stream, seen } = await begin(say('I will not choose.'), { format });
    await seen.completion();
    expect(seen.last).toMatchObject({ status: 'failed', error: { name: 'StructuredOutputError' } });
    expect(seen.last.fullText).toBe('I will not choose.');
    await expectUnlisted(stream.sessionID);
    const next = watch(live().client.stream(stream.sessionID, say('What now?')));
    await next.seen.completion();
    expect(next.seen.last).toMatchObject({ status: 'completed', fullText: 'What now?' });
  });

  it('goes on through a tool step and a permission', async () => {
    const prompt = scripted(
      'Paint.',
      step(text('First a look.'), bash('echo paint')),
      step(tool('StructuredOutput', { colour: 'blue' })),
    );
    const { seen, stream } = await begin(prompt, { format, onPermission: () => ['once' as const] });
    await seen.completion();
    expect(seen.last.toolParts.map(part => [part.tool, part.status])).toEqual([
      ['bash', 'completed'],
      ['StructuredOutput', 'completed'],
    ]);
    expect(seen.last).toMatchObject({ status: 'completed', fullText: 'First a look.' });
    await expectUnlisted(stream.sessionID);
  });

  it('that was delivered in a gap is read message by message, and by whoever attaches later', async () => {
    const { client, proxy, sandbox } = live();
    const prompt = scripted(
      'Paint.',
      step(text('A look.'), read('opencode.json')),
      step(text('I'), wait('shape'), text(' choose.'), tool('StructuredOutput', { colour: 'green' })),
    );
    const { stream, seen } = await begin(prompt, { format });
    await seen.until(({ fullText }) => fullText === 'A look.\n\nI');
    await proxy.down();
    sandbox.model.release('shape');
    await eventually(
      () => rest<object>(sandbox, 'GET', '/session/status'),
      statuses => !(stream.sessionID in statuses),
    );
    await proxy.up();
    await seen.completion();
    expect(seen.last).toMatchObject({ status: 'completed', fullText: 'A look.\n\nI choose.', error: undefined });
    expect(seen.last.toolParts.map(part => [part.tool, part.status])).toEqual([
      ['read', 'completed'],
      ['StructuredOutput', 'completed'],
    ]);
    const late = watch(client.attach(stream.sessionID));
    await late.seen.completion();
    expect(late.stream.messageID).toBe(stream.messageID);
    expect(late.seen.last.toJSON()).toEqual(seen.last.toJSON());
  });
});
