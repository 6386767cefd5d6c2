import * as z from 'zod';
import {
  BadRequestError,
  ConnectionError,
  ProtocolError,
  ServerError,
  TimeoutError,
  UnauthorizedError,
} from 'opencode-rx';
import type { Reply } from 'opencode-rx';

/** As far as it is read. */
const wireError = z
  .looseObject({
    name: z.string().catch('Error'),
    data: z.looseObject({ message: z.string() }).optional().catch(undefined),
  })
  .catch({ name: 'Error' });

/** Characters of an error that are stored. */
const LENGTH = 500;

/** What looks like a password or a key, however it came into an error's words: a provider quotes the key it refuses. */
const SECRETS = [
  /(?<=:\/\/)[^\s/@]+(?=@)/g,
  /(?<=\b[\w-]*(?:key|token|secret|password|passwd|authorization)["']?\s*[:=]\s*["']?)(?:(?:bearer|basic)\s+)?[^\s"',;&]{4,}/gi,
  /(?<=\bbearer\s+)[\w.~+/=-]{6,}/gi,
  /(?<=\bbasic\s+)[\w+/=]{12,}/gi,
  /\b(?:sk|pk|rk|ghp|gho|ghs|xox[abp]|AKIA|AIza|eyJ)[\w.*-]{7,}[\w*]/g,
];

/** A turn that was cancelled has not ended: the server could not be told, or did not listen. */
export class NotStoppedError extends Error {
  override readonly name = 'NotStoppedError';
  override readonly message = 'the reply was cancelled, and its turn has not ended yet';
}

/** Why a job ended badly, in words that may be stored and shown: short, in one line, without secrets. */
export const wordsOf = (error: unknown): string => trimmed(describe(error));

const PASSING = [ConnectionError, ServerError, UnauthorizedError, NotStoppedError];

/** Whether a job may do better later: its server is away, has a fault or another password. */
export function isPassing(error: unknown, reply: Reply | undefined): boolean {
  if (error instanceof TimeoutError) return reply === undefined; // else it was the turn's own deadline
  if (error instanceof ProtocolError) return false;
  return PASSING.some(passing => error instanceof passing);
}

/** Whether a job that ended with that error may have left an agent at work. */
export const mayBeRunning = (error: unknown): boolean => !(error instanceof BadRequestError);

function describe(error: unknown): string {
  if (!(error instanceof Error)) return wireWords(error);
  // Its own words quote the parameters, which are what people said.
  if (error.name === 'DrizzleQueryError' || error.message.startsWith('Failed query'))
    return `database: ${describe(error.cause)}`;
  return `${error.name}: ${error.message}`;
}

function wireWords(error: unknown): string {
  const { name, data } = wireError.parse(error);
  return data === undefined ? name : `${name}: ${data.message}`;
}

function trimmed(words: string): string {
  const line = SECRETS.reduce((text, secret) => text.replace(secret, '***'), words.replace(/\s+/g, ' ').trim());
  return line.length > LENGTH ? `${line.slice(0, LENGTH - 1)}…` : line;
}
