import { rootOf, threadOf } from '../../../lib/turn/verdict/thread.js';
import type { MessageWithParts } from '../../../lib/wire/index.js';
import { answer, compactionMessage, synthetic, userMessage } from '../../support/scripted-server.js';

const prompt = userMessage('a', 1);
const step = answer('a', 'x', { finish: 'tool-calls', time: { created: 2, completed: 3 } });
const compaction = compactionMessage('c', 4);
const summary = answer('c', 'So far.', { time: { created: 4, completed: 5 } });
const goOn = synthetic('v', 5);
const replay = (text: string): MessageWithParts => ({
  ...userMessage('v', 5),
  parts: [{ id: 'v_text', messageID: 'v', type: 'text', text }],
});

const thread = (...messages: readonly MessageWithParts[]) => {
  const { prompts, compactions } = threadOf('a', messages);
  return { prompts: [...prompts], compactions: [...compactions] };
};

describe('the thread of a turn', () => {
  it('is its own message while nothing is compacted', () => {
    expect(thread(prompt, step, userMessage('b', 3))).toEqual({ prompts: ['a'], compactions: [] });
  });

  it('goes on, after the summary, with what the server wrote', () => {
    expect(thread(prompt, step, compaction, summary, goOn)).toEqual({ prompts: ['a', 'v'], compactions: ['c'] });
  });

  it('goes on with the prompt repeated', () => {
    const messages = [prompt, step, compaction, summary];
    expect(thread(...messages, replay('the prompt')).prompts).toEqual(['a', 'v']);
    expect(thread(...messages, replay('somebody else')).prompts).toEqual(['a']);
  });

  it('begins with a compaction where the conversation before was too long', () => {
    expect(thread(prompt, compaction, summary, goOn).prompts).toEqual(['a', 'v']);
  });

  it('goes through several compactions', () => {
    const again = [
      answer('v', 'y', { finish: 'tool-calls', time: { created: 6, completed: 7 } }),
      compactionMessage('d', 8),
      answer('d', 'So far.', { time: { created: 8, completed: 9 } }),
      synthetic('w', 9),
    ];
    const { prompts, compactions } = thread(prompt, step, compaction, summary, goOn, ...again);
    expect({ prompts, compactions }).toEqual({ prompts: ['a', 'v', 'w'], compactions: ['c', 'd'] });
  });

  it('has ended with a final answer: what the server does after it is nothing of it', () => {
    const last = answer('a', 'Done.', { time: { created: 2, completed: 3 } });
    expect(thread(prompt, last, compaction, summary, goOn)).toEqual({ prompts: ['a'], compactions: [] });
  });

  it('is not that of a prompt that came before the compaction, or before the summary was written', () => {
    const queued = userMessage('b', 3);
    expect(thread(prompt, step, queued, compaction, summary, goOn).prompts).toEqual(['a']);
    expect(threadOf('b', [queued, compaction, summary, goOn]).prompts).toEqual(new Set(['b', 'v']));
    const same = { ...userMessage('b', 4.5), parts: [{ ...prompt.parts[0]!, messageID: 'b' }] };
    expect(thread(prompt, step, compaction, summary, same, goOn).prompts).toEqual(['a', 'v']);
  });

  it('does not go on with a summary somebody asked for', () => {
    const asked: MessageWithParts = {
      ...compaction,
      parts: [{ id: 'c_compaction', messageID: 'c', type: 'compaction', auto: false }],
    };
    expect(thread(prompt, step, asked, summary, goOn).compactions).toEqual([]);
  });

  it('is found from any of its messages', () => {
    const messages = [userMessage('z', 0), prompt, step, compaction, summary, goOn];
    expect(['z', 'a', 'c', 'v'].map(id => rootOf(id, messages))).toEqual(['z', 'a', 'a', 'a']);
    expect(rootOf('unknown', messages)).toBe('unknown');
  });
});
