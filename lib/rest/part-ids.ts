import type { PromptPart } from './prompt-part.js';

/**
 * The parts of a prompt, with ids that follow from its message's. A server keeps one part of an id, so a prompt that is
 * posted twice stands once; it tells them in the order of their ids (`lib/wire/PROTOCOL.md` § 4.12).
 *
 * They stay as they are when one has an id of its own, or when the server adds parts to one: their ids, which it makes,
 * would sort behind all of ours.
 */
export function withPartIDs(parts: readonly PromptPart[], messageID: string | undefined): readonly PromptPart[] {
  if (messageID === undefined || !parts.every(part => part.id === undefined && isStoredAlone(part))) return parts;
  return parts.map((part, at) => ({ ...part, id: partID(messageID, at) }));
}

/** The first is in the server's own form where the message's is; those behind it sort behind it. */
function partID(messageID: string, at: number): string {
  const first = messageID.replace(/^msg/, 'prt');
  return at === 0 ? first : `${first}_part${String(at).padStart(4, '0')}`;
}

/** A text file and all that has to be fetched first are preceded by what was read, an agent is followed by instructions. */
function isStoredAlone(part: PromptPart): boolean {
  if (part.type !== 'file') return part.type !== 'agent';
  return part.mime !== 'text/plain' && /^(?:data|https?):/.test(part.url) && part.source === undefined;
}
