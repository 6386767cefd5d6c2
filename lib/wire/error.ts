import * as z from 'zod/mini';
import { amount, flag, text, type Wire } from './json.js';

/**
 * An error of a turn as the server names it: `MessageAbortedError`, `APIError`, `ProviderAuthError`, `UnknownError`,
 * `ContextOverflowError`, `ContentFilterError`, `StructuredOutputError`, `MessageOutputLengthError`, or a newer one.
 */
export const wireErrorSchema = z.object({
  name: z.string(),
  data: z.optional(
    z.object({
      message: text,
      /** The reference under which the server's log has the details (`UnknownError`). */
      ref: text,
      /** `ProviderAuthError` */
      providerID: text,
      /** The provider's HTTP status (`APIError`). */
      statusCode: amount,
      /** `APIError` */
      isRetryable: flag,
      /** `APIError` */
      responseHeaders: z.optional(z.record(z.string(), z.string())),
      /** `APIError`, `ContextOverflowError` */
      responseBody: text,
      /** `APIError` */
      metadata: z.optional(z.record(z.string(), z.string())),
      /** How often the model was asked again (`StructuredOutputError`). */
      retries: amount,
    }),
  ),
});
/** The error of a turn or a session, as the server names it. */
export interface WireError extends Wire<typeof wireErrorSchema> {}
