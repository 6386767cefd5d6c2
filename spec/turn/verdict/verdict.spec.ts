import { judge, type Evidence } from '../../../lib/turn/verdict/verdict.js';
import type { MessageWithParts, ToolPart } from '../../../lib/wire/index.js';
import { answer, compactionMessage, synthetic, userMessage } from '../../support/scripted-server.js';

const tool: ToolPart = { id: 'prt_tool', messageID: 'x', type: 'tool', tool: 'bash', state: { status: 'completed' } };
const withTool = (message: MessageWithParts): MessageWithParts => ({ ...message, parts: [...message.parts, tool] });
const unfinished = { time: { created: 2 } };
const prompt = userMessage('a', 1);
const later = userMessage('b', 2);

function verdict(messages: readonly MessageWithParts[], more: Partial<Evidence> = {}) {
  return judge({ messageID: 'a', messages, busy: false, aborted: false, refused: false, lost: false, ...more });
}

describe('the verdict on a turn', () => {
  it('is rejected, once confirmed, when the prompt is not stored and an error was heard', () => {
    expect(verdict([], { refused: true })).toEqual({ is: 'rejected', confirm: 1000 });
    expect(verdict([later], { refused: true })).toEqual({ is: 'rejected', confirm: 1000 });
  });

  it('gives a server that said nothing the time to store the prompt, and to begin with it', () => {
    expect(verdict([])).toEqual({ is: 'rejected', confirm: 30_000 });
    expect(verdict([prompt])).toEqual({ is: 'rejected', confirm: 5000 });
  });

  it('waits for a prompt in the queue of a busy session', () => {
    expect(verdict([prompt], { busy: true })).toEqual({ is: 'running' });
  });

  it('is absorbed without an answer when a later prompt got one', () => {
    const absorbed = { is: 'settled', settlement: { status: 'completed', absorbedBy: 'b' } };
    expect(verdict([prompt, later, answer('b', 'x')], { busy: true })).toEqual(absorbed);
  });

  it('is not absorbed by the answer to an earlier prompt that was under way', () => {
    const earlier = userMessage('z', 0);
    const messages = [earlier, prompt, answer('z', 'x', { time: { created: 2 } })];
    expect(verdict(messages, { busy: true })).toEqual({ is: 'running' });
  });

  it.each([
    ['aborted', { aborted: true }, { is: 'settled', settlement: { status: 'aborted' }, confirm: 1000 }],
    ['interrupted', { lost: true }, { is: 'settled', settlement: { status: 'interrupted' }, confirm: 1000 }],
    ['rejected', { refused: true }, { is: 'rejected', confirm: 1000 }],
  ])('of an unanswered prompt on an idle session is %s, once confirmed', (_name, evidence, expected) => {
    expect(verdict([prompt], evidence)).toEqual(expected);
  });

  it('is aborted or failed by the error of the last answer, also while the session is busy', () => {
    const abort = { name: 'MessageAbortedError', data: { message: 'Aborted' } };
    const refusal = { name: 'APIError', data: { message: 'no', statusCode: 401 } };
    expect(verdict([prompt, answer('a', '', { error: abort })], { busy: true })).toEqual({
      is: 'settled',
      settlement: { status: 'aborted', error: abort },
    });
    expect(verdict([prompt, answer('a', '', { error: refusal })])).toEqual({
      is: 'settled',
      settlement: { status: 'failed', error: refusal },
    });
  });

  it.each(['stop', 'length'])('is completed by finish %s, also while the next prompt runs', finish => {
    const verdictOf = verdict([prompt, answer('a', 'x', { finish })], { busy: true });
    expect(verdictOf).toEqual({ is: 'settled', settlement: { status: 'completed' } });
  });

  it('of an answer without finish is that of the session: a conversation found too long goes on', () => {
    const last = answer('a', '', { finish: undefined });
    expect(verdict([prompt, last], { busy: true })).toEqual({ is: 'running' });
    expect(verdict([prompt, last])).toEqual({ is: 'settled', settlement: { status: 'completed' }, confirm: 500 });
  });

  it.each(['tool-calls', 'unknown'])('goes on after finish %s while the session is busy', finish => {
    expect(verdict([prompt, answer('a', 'x', { finish })], { busy: true })).toEqual({ is: 'running' });
  });

  it('goes on after a stop that holds tool parts, and is completed when the session is idle', () => {
    const messages = [prompt, withTool(answer('a', 'x'))];
    expect(verdict(messages, { busy: true })).toEqual({ is: 'running' });
    expect(verdict(messages)).toEqual({ is: 'settled', settlement: { status: 'completed' }, confirm: 500 });
  });

  it('is absorbed where a later prompt took the session over during a tool step', () => {
    const messages = [
      prompt,
      answer('a', 'x', { finish: 'tool-calls' }),
      later,
      answer('b', 'y', { ...unfinished, id: 'c' }),
    ];
    expect(verdict(messages, { busy: true })).toEqual({
      is: 'settled',
      settlement: { status: 'completed', absorbedBy: 'b' },
    });
  });

  it('of an unfinished answer is running while busy, else interrupted or aborted, once confirmed', () => {
    const messages = [prompt, answer('a', '', unfinished)];
    expect(verdict(messages, { busy: true })).toEqual({ is: 'running' });
    expect(verdict(messages)).toEqual({ is: 'settled', settlement: { status: 'interrupted' }, confirm: 800 });
    expect(verdict(messages, { aborted: true })).toEqual({
      is: 'settled',
      settlement: { status: 'aborted' },
      confirm: 800,
    });
  });

  it('takes the newest answer by its time, for ids wrap around', () => {
    const first = answer('a', 'x', { id: 'msg_zzz', finish: 'tool-calls', time: { created: 2, completed: 3 } });
    const second = answer('a', 'y', { id: 'msg_000', time: { created: 4, completed: 5 } });
    expect(verdict([prompt, first, second], { busy: true })).toEqual({
      is: 'settled',
      settlement: { status: 'completed' },
    });
  });
});

describe('the verdict on a turn whose session is compacted', () => {
  const compaction = compactionMessage('c', 3);
  const summary = (more: object = {}) =>
    answer('c', 'So far.', { id: 'c_summary', time: { created: 3, completed: 4 }, ...more });
  const goOn = synthetic('v', 5);
  const step = withTool(answer('a', 'x', { finish: 'tool-calls' }));
  const after = (more: object = {}) => answer('v', 'y', { time: { created: 5, completed: 6 }, ...more });

  it('waits for the summary, and for what comes after it', () => {
    const writing = summary({ time: { created: 3 }, finish: undefined });
    expect(verdict([prompt, step, compaction, writing], { busy: true })).toEqual({ is: 'running' });
    expect(verdict([prompt, step, compaction, summary()], { busy: true })).toEqual({ is: 'running' });
    expect(verdict([prompt, step, compaction, summary(), goOn], { busy: true })).toEqual({ is: 'running' });
  });

  it('is that of the answer to the message the server went on with', () => {
    const completed = { is: 'settled', settlement: { status: 'completed' } };
    expect(verdict([prompt, step, compaction, summary(), goOn, after()], { busy: true })).toEqual(completed);
  });

  it('is failed by a summary that failed', () => {
    const error = { name: 'UnknownError', data: { message: 'no' } };
    expect(verdict([prompt, step, compaction, summary({ error })])).toEqual({
      is: 'settled',
      settlement: { status: 'failed', error },
    });
  });

  it('is interrupted, once confirmed, when nobody goes on', () => {
    const interrupted = { is: 'settled', settlement: { status: 'interrupted' }, confirm: 800 };
    expect(verdict([prompt, step, compaction, summary()])).toEqual(interrupted);
  });

  it('names the prompt, not the compaction, that took it over', () => {
    const messages = [prompt, step, later, compaction, summary(), goOn, after()];
    expect(verdict(messages)).toEqual({ is: 'settled', settlement: { status: 'completed', absorbedBy: 'b' } });
  });
});
