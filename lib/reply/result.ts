import { isTerminal, type ReplyPart, type ToolReplyPart } from './reply-part.js';

/** What is left of a reply to store: its parts, and what most readers want of them. */
export interface ReplyResult {
  readonly parts: readonly ReplyPart[];
  /** The text parts joined with a blank line. */
  readonly fullText: string;
  /** The reasoning parts joined with a blank line. */
  readonly reasoningText: string;
  /** The tool calls that ended, well or badly. */
  readonly toolParts: readonly ToolReplyPart[];
}

/** Makes the result of a list of parts, as they stand in a reply or as they come back from `JSON.parse`. */
export function distill(parts: readonly ReplyPart[]): ReplyResult {
  return {
    parts,
    fullText: joinedText(parts, 'text'),
    reasoningText: joinedText(parts, 'reasoning'),
    toolParts: terminalTools(parts),
  };
}

/** The contents of all parts of one type, joined with a blank line; empty parts leave no trace. */
export function joinedText(parts: readonly ReplyPart[], type: 'text' | 'reasoning'): string {
  return parts
    .map(part => (part.type === type ? part.content : ''))
    .filter(Boolean)
    .join('\n\n');
}

/** The tool calls among some parts that ended, well or badly. */
export function terminalTools(parts: readonly ReplyPart[]): readonly ToolReplyPart[] {
  return parts.filter(part => part.type === 'tool').filter(isTerminal);
}
