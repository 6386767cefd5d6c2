import type { Tokens } from '../wire/tokens.js';
import { isRecord } from './dig.js';

/** How many tokens a step, a message or a whole reply took. What a server leaves out counts as zero. */
export interface TokenCount {
  readonly input: number;
  readonly output: number;
  readonly reasoning: number;
  readonly cache: { readonly read: number; readonly write: number };
  /** The sum as the provider counts it, where it says so. */
  readonly total?: number;
}

/** No tokens at all: where counting starts. */
export const NO_TOKENS: TokenCount = { input: 0, output: 0, reasoning: 0, cache: { read: 0, write: 0 } };

/** Reads a `tokens` field of the wire; `undefined` when there is none. */
export function tokensFrom(wire: unknown): TokenCount | undefined {
  return isRecord(wire) ? addTokens(NO_TOKENS, wire) : undefined;
}

/** A count and what one more step or message reports. It has a `total` where one of them has. */
export function addTokens(count: TokenCount, more: Tokens = NO_TOKENS): TokenCount {
  const totalled = count.total !== undefined || more.total !== undefined;
  return {
    input: count.input + (more.input ?? 0),
    output: count.output + (more.output ?? 0),
    reasoning: count.reasoning + (more.reasoning ?? 0),
    cache: addCache(count.cache, more.cache),
    ...(totalled && { total: totalOf(count) + totalOf(more) }),
  };
}

function addCache(cache: TokenCount['cache'], more: Tokens['cache']): TokenCount['cache'] {
  return { read: cache.read + (more?.read ?? 0), write: cache.write + (more?.write ?? 0) };
}

/** The total the provider gave, or else the sum of the counts. */
function totalOf({ total, input = 0, output = 0, reasoning = 0, cache }: Tokens): number {
  return total ?? input + output + reasoning + (cache?.read ?? 0) + (cache?.write ?? 0);
}
