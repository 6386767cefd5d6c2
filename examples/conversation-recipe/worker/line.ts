import type { Worked } from './work.js';

/** What a worker did, as a line for people and logs. */
export function lineOf({ messageId, outcome, error }: Worked): string {
  const subject = messageId === undefined ? 'a message' : `message ${messageId}`;
  return `${subject}: ${outcome}${error === undefined ? '' : ` (${error})`}`;
}
