import { dig, isRecord } from './dig.js';

/** The source of a todo list that came as an event alone, and that no message will ever hold. */
export const TODO_UPDATED = 'todo.updated';

/** An event that makes a part of its own, which the server does not store among the parts of a message. */
export type PartSource = typeof TODO_UPDATED;

const STREAM_ONLY: readonly PartSource[] = [TODO_UPDATED];

/** Whether a part was made from an event alone, so that the stored message knows nothing of it. */
export function isStreamOnly(part: unknown): boolean {
  return isPartSource(dig(part, 'metadata', 'source'));
}

/**
 * A copy of a part that says in `metadata.source` which event it was made from.
 *
 * @throws TypeError for a source that is not known, so that a misspelled one is not mistaken for a stored part later.
 */
export function stampSource<P extends object>(part: P, source: PartSource): P & SourceStamp {
  if (!isPartSource(source))
    throw new TypeError(`unknown part source ${String(source)}: known is ${STREAM_ONLY.join(', ')}`);
  const metadata = dig(part, 'metadata');
  return { ...part, metadata: { ...(isRecord(metadata) && metadata), source } };
}

/** What `stampSource` adds to a part. */
export interface SourceStamp {
  readonly metadata: { readonly source: PartSource };
}

function isPartSource(source: unknown): source is PartSource {
  return STREAM_ONLY.some(known => known === source);
}
