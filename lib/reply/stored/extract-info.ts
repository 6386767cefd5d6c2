import { dig, numberAt, textAt } from '../dig.js';
import type { MessageLike } from '../part-like.js';
import { present } from '../present.js';
import { NO_TOKENS, tokensFrom, type TokenCount } from '../tokens.js';

/** Why a message failed, in one flat object. */
export interface MessageFailure {
  /** `APIError`, `MessageAbortedError`, … */
  readonly name: string;
  /** The server's words, `''` where it gave none. */
  readonly message: string;
  /** What the provider answered. */
  readonly statusCode?: number;
  /** Whether the provider's failure is worth another try. */
  readonly retryable?: boolean;
  /** Where the provider was asked. */
  readonly url?: string;
}

/** The tokens a stored message took, zeros where the server left some out; `undefined` when it says nothing of them. */
export function extractTokens(message: MessageLike): TokenCount | undefined {
  return tokensFrom(dig(message, 'info', 'tokens'));
}

/** The tokens a stored message read from the provider's cache and wrote to it. */
export function extractCacheTokens(message: MessageLike): TokenCount['cache'] {
  return (extractTokens(message) ?? NO_TOKENS).cache;
}

/** What a stored message cost, US dollars; `undefined` when it does not say. */
export function extractCost(message: MessageLike): number | undefined {
  return numberAt(message, 'info', 'cost');
}

/** Why a stored message failed; `undefined` when it did not. */
export function extractError(message: MessageLike): MessageFailure | undefined {
  const error = dig(message, 'info', 'error');
  const name = textAt(error, 'name');
  if (name === undefined) return undefined;
  const retryable = dig(error, 'data', 'isRetryable');
  return {
    name,
    message: textAt(error, 'data', 'message') ?? '',
    ...present({
      statusCode: numberAt(error, 'data', 'statusCode'),
      retryable: typeof retryable === 'boolean' ? retryable : undefined,
      url: textAt(error, 'data', 'metadata', 'url'),
    }),
  };
}
