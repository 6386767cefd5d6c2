import { NO_TOKENS } from '../../lib/reply/tokens.js';
import { noUsage, sumUsage } from '../../lib/reply/usage.js';
import { answer } from '../support/events.js';

const step = { messageID: 'msg_answer', cost: 1, tokens: { input: 5 } };

describe('sumUsage', () => {
  it('is nothing of nothing', () => {
    expect(sumUsage([], [])).toEqual(noUsage);
    expect(sumUsage([], [answer()])).toEqual(noUsage);
  });

  it('takes the steps of a message rather than its own sum', () => {
    const message = answer({ cost: 9, tokens: { input: 9 } });
    expect(sumUsage([step, step], [message])).toEqual({ cost: 2, tokens: { ...NO_TOKENS, input: 10 } });
    expect(sumUsage([], [message])).toEqual({ cost: 9, tokens: { ...NO_TOKENS, input: 9 } });
  });

  it('takes both from different messages', () => {
    expect(sumUsage([step], [answer({ id: 'msg_2', cost: 2 })]).cost).toBe(3);
  });
});
