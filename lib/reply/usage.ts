import type { AssistantMessage, Tokens } from '../wire/index.js';
import { addTokens, NO_TOKENS, type TokenCount } from './tokens.js';

/** Cost in US dollars and tokens. */
export interface Usage {
  readonly cost: number;
  readonly tokens: TokenCount;
}

/** What one model step reported when it ended. */
export interface StepUsage {
  readonly messageID: string;
  readonly cost: number;
  readonly tokens: Tokens | undefined;
}

/** Nothing used yet. */
export const noUsage: Usage = { cost: 0, tokens: NO_TOKENS };

/** The whole use: every step once; of a message whose steps were not heard, what the message itself says. */
export function sumUsage(steps: Iterable<StepUsage>, messages: Iterable<AssistantMessage>): Usage {
  const counted = [...steps];
  const heard = new Set(counted.map(step => step.messageID));
  const rest = [...messages].filter(message => !heard.has(message.id));
  return [...counted, ...rest].reduce<Usage>(
    (sum, { cost, tokens }) => ({ cost: sum.cost + (cost ?? 0), tokens: addTokens(sum.tokens, tokens) }),
    noUsage,
  );
}
