/** What the server answered, as far as it was read. Bodies are parsed JSON, or text cut to 2 000 characters. */
export interface ErrorResponse {
  readonly status: number;
  readonly body?: unknown;
  /** Milliseconds the server asks to wait before the next try (its `retry-after` header). */
  readonly retryAfter?: number;
}

/** What every error of this package carries beside its message. */
export interface OpencodeErrorOptions {
  /** The server's answer, when there was one. */
  readonly response?: ErrorResponse | undefined;
  /** What went wrong underneath (a socket error, a schema's issues, …). */
  readonly cause?: unknown;
}

/**
 * The root of every error this package raises on its own account; a subscriber's own exception is never wrapped.
 * Messages name method and path, where the network failed also host and port, never the query, a header or the password.
 */
export class OpencodeError extends Error {
  override readonly name: string = 'OpencodeError';
  /** The server's answer, when there was one. */
  readonly response: ErrorResponse | undefined;

  constructor(message: string, { response, cause }: OpencodeErrorOptions = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.response = response;
  }
}

/** The server could not be reached, or the connection broke before the answer was complete. */
export class ConnectionError extends OpencodeError {
  override readonly name: string = 'ConnectionError';
}

/** A deadline set by an option (`timeout`, `streamTimeout`, `connectTimeout`, …) passed. The message names it. */
export class TimeoutError extends OpencodeError {
  override readonly name: string = 'TimeoutError';
}

/** The prompt was accepted, but no event of an assistant came within `firstEventTimeout`. */
export class StaleSessionError extends OpencodeError {
  override readonly name: string = 'StaleSessionError';
}

/** A running turn fell silent for `idleStreamTimeout` while the connection lived. */
export class IdleStreamError extends OpencodeError {
  override readonly name: string = 'IdleStreamError';
}

/** The prompt was accepted by the server and then never ran (unknown model or agent); the message has its words. */
export class PromptRejectedError extends OpencodeError {
  override readonly name: string = 'PromptRejectedError';
}

/** The server failed (5xx). */
export class ServerError extends OpencodeError {
  override readonly name: string = 'ServerError';
}

/** The answer is not what the OpenCode API promises: not JSON, HTML instead of the API, or another shape. */
export class ProtocolError extends ServerError {
  override readonly name: string = 'ProtocolError';
}

/** The server refused the request (4xx). */
export class BadRequestError extends OpencodeError {
  override readonly name: string = 'BadRequestError';
}

/** Wrong or missing credentials (401, 403). Never tried again by itself. */
export class UnauthorizedError extends BadRequestError {
  override readonly name: string = 'UnauthorizedError';
}

/** What the request names does not exist (404). */
export class NotFoundError extends BadRequestError {
  override readonly name: string = 'NotFoundError';
}

/** The session does not exist, or was deleted. */
export class SessionNotFoundError extends NotFoundError {
  override readonly name: string = 'SessionNotFoundError';
}

/** The question or permission request does not exist any more: answered, rejected, or gone with a restart. */
export class PromptNotFoundError extends NotFoundError {
  override readonly name: string = 'PromptNotFoundError';
}
