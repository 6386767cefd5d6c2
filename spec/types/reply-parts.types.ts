import { expectTypeOf } from 'expect-type';
import { extractArtifactFiles } from '../../lib/reply/stored/artifacts.js';
import { extractCost, extractError, extractTokens } from '../../lib/reply/stored/extract-info.js';
import {
  extractInterleavedParts,
  extractReasoning,
  extractText,
  extractToolSummary,
} from '../../lib/reply/stored/extract.js';
import { isStreamOnly, stampSource } from '../../lib/reply/part-source.js';
import type { PartLike } from '../../lib/reply/part-like.js';
import { Prompts } from '../../lib/reply/prompts.js';
import type { ReplyPart, TextReplyPart, ToolReplyPart } from '../../lib/reply/reply-part.js';
import { distill, type ReplyResult } from '../../lib/reply/result.js';
import { canonicalTodos } from '../../lib/reply/todo.js';
import { mergeToolPart, type toolPartFromMessagePart } from '../../lib/reply/tool-part.js';
import type { MessageWithParts, Part, PermissionRequest, QuestionRequest, ToolPart } from '../../lib/wire/index.js';

declare const message: MessageWithParts;
declare const tool: ToolReplyPart;
declare const part: ReplyPart;

// What the server stored goes into the helpers as it is, and so does next to nothing.
expectTypeOf(extractText).toBeCallableWith(message);
expectTypeOf(extractText).toBeCallableWith({});
expectTypeOf(extractInterleavedParts).toBeCallableWith(message);
expectTypeOf<Part>().toExtend<PartLike>();
expectTypeOf<ToolPart>().toExtend<Parameters<typeof toolPartFromMessagePart>[0]>();

expectTypeOf(extractText(message)).toEqualTypeOf<string>();
expectTypeOf(extractReasoning(message)).toEqualTypeOf<string | undefined>();
expectTypeOf(extractCost(message)).toEqualTypeOf<number | undefined>();
expectTypeOf(extractTokens(message)?.cache.read).toEqualTypeOf<number | undefined>();
expectTypeOf(extractError(message)?.statusCode).toEqualTypeOf<number | undefined>();
expectTypeOf(extractToolSummary(message)).toEqualTypeOf<readonly ToolReplyPart[]>();
expectTypeOf(extractArtifactFiles(message)[0]?.content).toEqualTypeOf<string | undefined>();

// A part is told by its type, and cannot be changed.
if (part.type === 'tool') expectTypeOf(part).toEqualTypeOf<ToolReplyPart>();
if (part.type === 'text' || part.type === 'reasoning') expectTypeOf(part).toEqualTypeOf<TextReplyPart>();
expectTypeOf<ToolReplyPart>().toEqualTypeOf<Readonly<ToolReplyPart>>();
expectTypeOf<TextReplyPart>().toEqualTypeOf<Readonly<TextReplyPart>>();
expectTypeOf(mergeToolPart(tool, {})).toEqualTypeOf<ToolReplyPart>();
expectTypeOf(distill([part])).toEqualTypeOf<ReplyResult>();

// A stamp keeps the type of what it stamps; only known sources pass.
expectTypeOf(stampSource(tool, 'todo.updated')).toExtend<ToolReplyPart>();
expectTypeOf(isStreamOnly).toBeCallableWith(undefined);
// @ts-expect-error -- misspelled
stampSource(tool, 'todo.update');

// A canonical todo is what it was.
expectTypeOf(canonicalTodos([{ content: 'a', status: 'b', more: 1 }])).toEqualTypeOf<
  readonly { content: string; status: string; more: number }[]
>();

// Prompts are told by their kind.
expectTypeOf(Prompts.none.questions).toEqualTypeOf<readonly QuestionRequest[]>();
expectTypeOf(Prompts.none.find('id')).toEqualTypeOf<QuestionRequest | PermissionRequest | undefined>();
for (const prompt of Prompts.none.pending) {
  if (prompt.kind === 'question') expectTypeOf(prompt.request).toEqualTypeOf<QuestionRequest>();
}
// @ts-expect-error -- nobody else makes one
new Prompts([], [], []);
