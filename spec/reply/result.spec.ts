import type { ReplyPart } from '../../lib/reply/reply-part.js';
import { distill } from '../../lib/reply/result.js';

const at = { messageID: 'msg_1' };
const parts: readonly ReplyPart[] = [
  { ...at, type: 'reasoning', id: '1', content: 'Hm.' },
  { ...at, type: 'text', id: '2', content: 'One.' },
  { ...at, type: 'text', id: '3', content: '' },
  { ...at, type: 'tool', id: '4', tool: 'bash', status: 'running' },
  { ...at, type: 'tool', id: '5', tool: 'bash', status: 'completed' },
  { ...at, type: 'tool', id: '6', tool: 'bash', status: 'error', error: 'no' },
  { ...at, type: 'text', id: '7', content: 'Two.' },
  { ...at, type: 'reasoning', id: '8', content: 'So.' },
  { ...at, type: 'file', id: '9', mime: 'image/png', url: 'data:' },
];

describe('distill', () => {
  it('joins texts with a blank line, leaves empty ones out, and keeps the ended tools', () => {
    const result = distill(parts);
    expect(result.parts).toBe(parts);
    expect(result.fullText).toBe('One.\n\nTwo.');
    expect(result.reasoningText).toBe('Hm.\n\nSo.');
    expect(result.toolParts).toEqual([parts[4], parts[5]]);
  });

  it('says the same of parts that were stored as JSON', () => {
    expect(distill(JSON.parse(JSON.stringify(parts)) as ReplyPart[])).toEqual(distill(parts));
  });

  it('makes an empty result of no parts', () => {
    expect(distill([])).toEqual({ parts: [], fullText: '', reasoningText: '', toolParts: [] });
  });
});
