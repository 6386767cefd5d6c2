import { readFileSync } from 'node:fs';
import {
  extractInterleavedParts,
  extractReasoning,
  extractText,
  extractToolSummary,
} from '../../../lib/reply/stored/extract.js';
import {
  extractCacheTokens,
  extractCost,
  extractError,
  extractTokens,
} from '../../../lib/reply/stored/extract-info.js';
import type { MessageWithParts } from '../../../lib/wire/index.js';

const stored = (name: string) =>
  JSON.parse(readFileSync(`spec/support/traces/${name}.messages.json`, 'utf8')) as MessageWithParts[];
const answer = (name: string, index = -1) => {
  const message = stored(name)
    .filter(({ info }) => info.role === 'assistant')
    .at(index);
  if (message === undefined) throw new Error(`no answer in ${name}`);
  return message;
};

const at = { id: 'p', messageID: 'm' };
const message = {
  info: { role: 'assistant' },
  parts: [
    { ...at, type: 'step-start' },
    { ...at, type: 'reasoning', text: 'Hm.' },
    { ...at, type: 'text', text: 'One.' },
    { ...at, type: 'tool', tool: 'bash', state: { status: 'running', input: { command: 'ls' } } },
    { ...at, type: 'tool', tool: 'bash', state: { status: 'error', error: 'no' } },
    { ...at, type: 'text', text: '' },
    { ...at, type: 'text', text: 'Two.' },
    { ...at, type: 'step-finish' },
  ],
};

describe('what a message says', () => {
  it('is its texts, joined with a blank line', () => {
    expect(extractText(message)).toBe('One.\n\nTwo.');
    expect(extractReasoning(message)).toBe('Hm.');
  });

  it('is its ended tool calls', () => {
    expect(extractToolSummary(message)).toEqual([{ ...at, type: 'tool', tool: 'bash', status: 'error', error: 'no' }]);
  });

  it('is its parts in their order, as a reply has them', () => {
    expect(extractInterleavedParts(message).map(part => ('content' in part ? part.content : part.type))).toEqual([
      'Hm.',
      'One.',
      'tool',
      '',
      'Two.',
    ]);
  });

  it.each([{}, { parts: [] }, JSON.parse('{"info":null,"parts":[null,{},{"type":"text"}]}') as object])(
    'is nothing for %j',
    sparse => {
      expect(extractText(sparse)).toBe('');
      expect(extractReasoning(sparse)).toBeUndefined();
      expect(extractToolSummary(sparse)).toEqual([]);
    },
  );
});

describe('what is said about a message', () => {
  it('is its cost and tokens', () => {
    const info = { cost: 0.5, tokens: { input: 3, output: 2, reasoning: 1, cache: { read: 7, write: 8 } } };
    expect(extractTokens({ info })).toEqual(info.tokens);
    expect(extractCacheTokens({ info })).toEqual({ read: 7, write: 8 });
    expect(extractCost({ info })).toBe(0.5);
  });

  it('is absent, or zero, where a server is sparse', () => {
    expect(extractTokens({})).toBeUndefined();
    expect(extractCost({})).toBeUndefined();
    expect(extractError({})).toBeUndefined();
    expect(extractCacheTokens({})).toEqual({ read: 0, write: 0 });
    expect(extractCacheTokens({ info: { tokens: { input: 1 } } })).toEqual({ read: 0, write: 0 });
  });

  it('is why it failed', () => {
    const data = { message: 'refused', statusCode: 401, isRetryable: false, metadata: { url: 'http://model/v1' } };
    expect(extractError({ info: { error: { name: 'APIError', data } } })).toEqual({
      name: 'APIError',
      message: 'refused',
      statusCode: 401,
      retryable: false,
      url: 'http://model/v1',
    });
    expect(extractError({ info: { error: { name: 'MessageOutputLengthError', data: {} } } })).toEqual({
      name: 'MessageOutputLengthError',
      message: '',
    });
  });
});

describe('messages of real servers', () => {
  it('are read', () => {
    expect(extractText(answer('bash'))).toBe('bash finished ok');
    expect(extractReasoning(answer('reason'))).toMatch(/\w/);
    expect(extractToolSummary(answer('bash', 0))).toMatchObject([
      { tool: 'bash', status: 'completed', output: 'hi-from-bash\n', callID: expect.any(String) as string },
    ]);
    expect(extractTokens(answer('bash'))).toEqual({
      total: 120,
      input: 90,
      output: 20,
      reasoning: 0,
      cache: { read: 10, write: 0 },
    });
  });

  it('tell their failures', () => {
    expect(extractError(answer('err401'))).toMatchObject({ name: 'APIError', statusCode: 401, retryable: false });
    expect(extractError(answer('abort'))).toMatchObject({ name: 'MessageAbortedError' });
  });

  it('name a tool that does not exist', () => {
    expect(extractToolSummary(answer('badtool', 0))).toMatchObject([{ tool: 'nonexistent_tool' }]);
  });
});
