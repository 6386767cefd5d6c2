import { dig, textAt } from './dig.js';
import type { PartLike } from './part-like.js';
import { present } from './present.js';
import type { FileReplyPart, PatchReplyPart } from './reply-part.js';

/** The part of a reply that a file of a message makes. */
export function filePartFromMessagePart(part: PartLike): FileReplyPart {
  return {
    type: 'file',
    id: part.id ?? '',
    messageID: part.messageID ?? '',
    mime: textAt(part, 'mime') ?? 'application/octet-stream',
    url: textAt(part, 'url') ?? '',
    ...present({ filename: textAt(part, 'filename') }),
  };
}

/** The part of a reply that the list of files a step changed makes. */
export function patchPartFromMessagePart(part: PartLike): PatchReplyPart {
  const files = dig(part, 'files');
  return {
    type: 'patch',
    id: part.id ?? '',
    messageID: part.messageID ?? '',
    hash: textAt(part, 'hash') ?? '',
    files: Array.isArray(files) ? files.filter(file => typeof file === 'string') : [],
  };
}
