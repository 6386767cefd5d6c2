import type { FilePart, PatchPart, ToolPart } from '../../wire/index.js';
import { addPart, arrangeParts, stepPart, tell, type FoldState } from './state.js';
import { filePartFromMessagePart, patchPartFromMessagePart } from '../file-part.js';
import type { PartList } from '../part-list.js';
import { isStreamOnly } from '../part-source.js';
import { isTerminal, type ToolReplyPart } from '../reply-part.js';
import { sameValue } from '../same-value.js';
import { mergeToolPart, toolPartFromMessagePart, withoutRouting } from '../tool-part.js';

/** News of a tool call, live or from the store: both only ever move it on. */
export function placeTool(state: FoldState, raw: ToolPart): FoldState {
  const index = state.list.indexOf(raw.id);
  if (index < 0) return openTool(raw.tool === 'todowrite' ? withoutStreamOnly(state) : state, raw);
  const known = state.list.get(index);
  if (known?.type !== 'tool') return state;
  const part = withQuestion(state, mergeToolPart(known, raw));
  if (part === known || sameValue(part, known)) return state;
  return stepPart(state, index, part, progressed(part, index, raw));
}

function openTool(state: FoldState, raw: ToolPart): FoldState {
  const part = withQuestion(state, toolPartFromMessagePart(raw));
  const added = addPart(state, part);
  return part.status === 'pending' ? added : tell(added, progressed(part, added.list.length - 1, raw));
}

const progressed = (part: ToolReplyPart, index: number, raw: unknown) =>
  ({ type: 'toolProgressed', part, index, status: part.status, raw }) as const;

/** Once the store tells of the todo list, the part made of the event alone has done its work. */
function withoutStreamOnly(state: FoldState): FoldState {
  const parts = state.list.toArray();
  const stored = parts.filter(part => !isStreamOnly(part));
  return stored.length === parts.length ? state : arrangeParts(state, stored);
}

/** A question tool that waits carries what it asks and the ids to answer by, whichever was heard first. */
function withQuestion(state: FoldState, part: ToolReplyPart): ToolReplyPart {
  if (part.tool !== 'question' || isTerminal(part) || part.callID === undefined) return part;
  const request = state.head.prompts.findByCall({ messageID: part.messageID, callID: part.callID });
  if (request === undefined || !('questions' in request)) return part;
  const ids = { opencode_request_id: request.id, opencode_message_id: part.messageID, opencode_call_id: part.callID };
  return { ...part, input: { ...part.input, questions: request.questions, ...ids } };
}

/** A question was asked: its tool part, when already there, shows it. */
export function showQuestion(state: FoldState, tool: { messageID: string; callID: string }, raw: unknown): FoldState {
  const index = state.list
    .toArray()
    .findIndex(part => part.type === 'tool' && part.callID === tool.callID && part.messageID === tool.messageID);
  const known = state.list.get(index);
  if (known?.type !== 'tool') return state;
  const part = withQuestion(state, known);
  return sameValue(part, known) ? state : stepPart(state, index, part, progressed(part, index, raw));
}

/** The parts of a turn that is over: a question it was left with is asked no more, and cannot be answered. */
export const withoutQuestions = (list: PartList): PartList =>
  list.toArray().reduce((left, part, index) => {
    const calm = part.type === 'tool' ? withoutRouting(part) : part;
    return calm === part ? left : left.set(index, calm);
  }, list);

/** A file the assistant produced, or the files a step changed. */
export function placeFile(state: FoldState, raw: FilePart | PatchPart): FoldState {
  const part = raw.type === 'file' ? filePartFromMessagePart(raw) : patchPartFromMessagePart(raw);
  const index = state.list.indexOf(raw.id);
  if (index < 0) return addPart(state, part);
  if (sameValue(state.list.get(index), part)) return state;
  return stepPart(state, index, part, { type: 'partFinalized', part, index });
}
