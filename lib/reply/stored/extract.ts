import { objectsAt, textAt } from '../dig.js';
import type { MessageLike } from '../part-like.js';
import { isTerminal, type ReplyPart, type TextReplyPart, type ToolReplyPart } from '../reply-part.js';
import { joinedText } from '../result.js';
import { toolPartFromMessagePart } from '../tool-part.js';

/** The text of a stored message: its text parts joined with a blank line, `''` when there are none. */
export function extractText(message: MessageLike): string {
  return joinedText(extractInterleavedParts(message), 'text');
}

/** What the model thought in a stored message, joined with a blank line; `undefined` when it did not. */
export function extractReasoning(message: MessageLike): string | undefined {
  return joinedText(extractInterleavedParts(message), 'reasoning') || undefined;
}

/** The tool calls of a stored message that ended, well or badly. */
export function extractToolSummary(message: MessageLike): readonly ToolReplyPart[] {
  return extractInterleavedParts(message).filter(part => part.type === 'tool');
}

/** Text, reasoning and ended tool calls of a stored message in their order, shaped as in a `Reply`. */
export function extractInterleavedParts(message: MessageLike): readonly ReplyPart[] {
  return objectsAt(message, 'parts').flatMap(replyPartsOf);
}

function replyPartsOf(part: object): readonly ReplyPart[] {
  const type = textAt(part, 'type');
  if (type === 'text' || type === 'reasoning') return [textPart(part, type)];
  return type === 'tool' ? [toolPartFromMessagePart(part)].filter(isTerminal) : [];
}

function textPart(part: object, type: TextReplyPart['type']): TextReplyPart {
  const id = textAt(part, 'id') ?? '';
  return { type, id, messageID: textAt(part, 'messageID') ?? '', content: textAt(part, 'text') ?? '' };
}
