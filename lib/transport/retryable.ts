import { BadRequestError, OpencodeError, ProtocolError } from '../errors.js';

/**
 * Whether the same try may succeed later: the network's errors, timeouts, 5xx and 429. Final are a refusal (other 4xx),
 * an answer that is no event stream, and everything that is not of this package (a header that HTTP does not allow).
 */
export function isRetryable(error: unknown): error is OpencodeError {
  if (error instanceof BadRequestError) return error.response?.status === 429;
  return error instanceof OpencodeError && !(error instanceof ProtocolError);
}
