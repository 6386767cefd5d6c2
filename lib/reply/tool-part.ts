import { dig, isRecord, objectsAt, textAt } from './dig.js';
import { filePartFromMessagePart } from './file-part.js';
import type { PartLike } from './part-like.js';
import { present } from './present.js';
import { isTerminal, type FileReplyPart, type ToolReplyPart } from './reply-part.js';
import { reuse } from './same-value.js';

/** The name a server gives to a call of a tool it does not have, soon after the call began. */
const INVALID_TOOL = 'invalid';

/** How many characters of a tool's error are kept. */
const MAX_ERROR_LENGTH = 200;

/** How the keys begin under which a question's tool part keeps its request; servers never send them. */
const ROUTING_PREFIX = 'opencode_';

/** The part of a reply that a tool part of a message makes, stored or first heard. */
export function toolPartFromMessagePart(part: PartLike): ToolReplyPart {
  const blank = { type: 'tool', id: part.id ?? '', messageID: '', tool: nameOf(part), status: 'pending' } as const;
  return asStored({ ...blank, ...fieldsOf(part) });
}

/**
 * What becomes of a tool call by an update of its part. What the update leaves out or empties stays, but for what only
 * a running call tells of itself; an update that would take the status back only fills in what is missing, and tells
 * nothing of a call that has ended. The same reference when nothing changes.
 */
export function mergeToolPart(previous: ToolReplyPart, part: PartLike): ToolReplyPart {
  const fields = fieldsOf(part);
  const isLate = rankOf(fields.status ?? previous.status) < rankOf(previous.status);
  if (isLate && isTerminal(previous)) return previous;
  const known = endsBy(previous, fields) ? withoutProgress(previous, part) : previous;
  const merged = isLate ? { ...fields, ...previous } : { ...known, ...fields, ...routedInput(previous, fields) };
  return reuse(previous, withoutOldRouting(asStored({ ...merged, tool: nameOf(part, previous.tool) })));
}

/** What a part says about its call. What it leaves out, or says empty, is absent. */
function fieldsOf(part: PartLike) {
  const state = dig(part, 'state');
  return present({
    status: textAt(state, 'status'),
    messageID: textAt(part, 'messageID') ?? textAt(state, 'messageID'),
    callID: textAt(part, 'callID') ?? textAt(state, 'callID'),
    title: textAt(state, 'title'),
    input: recordAt(state, 'input'),
    metadata: recordAt(state, 'metadata'),
    output: textAt(state, 'output'),
    error: cut(textAt(state, 'error')),
    attachments: attachmentsOf(state),
  });
}

/** The tool that was called: where the part says `invalid`, what was heard before, or what its input still tells. */
function nameOf(part: PartLike, previous: string = INVALID_TOOL): string {
  const name = textAt(part, 'tool') ?? INVALID_TOOL;
  if (name !== INVALID_TOOL) return name;
  return previous === INVALID_TOOL ? (textAt(part, 'state', 'input', 'tool') ?? INVALID_TOOL) : previous;
}

/** A status nobody knows ranks with `running`: begun, and not ended. */
function rankOf(status: string): number {
  if (status === 'pending') return 0;
  return status === 'completed' || status === 'error' ? 2 : 1;
}

function recordAt(state: unknown, key: string): Readonly<Record<string, unknown>> | undefined {
  const found = dig(state, key);
  return isRecord(found) && Object.keys(found).length > 0 ? found : undefined;
}

function attachmentsOf(state: unknown): readonly FileReplyPart[] | undefined {
  const files = objectsAt(state, 'attachments').map(filePartFromMessagePart);
  return files.length > 0 ? files : undefined;
}

const endsBy = (
  previous: ToolReplyPart,
  { status = previous.status }: Pick<Partial<ToolReplyPart>, 'status'>,
): boolean => isTerminal({ status }) && !isTerminal(previous);

/** A call ends as its last update says, be its input empty: one that was heard whole must end like one that was cut. */
function withoutProgress(
  { title: _title, metadata: _metadata, input, ...rest }: ToolReplyPart,
  end: PartLike,
): ToolReplyPart {
  const isSparse = dig(end, 'state', 'input') === undefined;
  return { ...rest, ...(isSparse && input !== undefined && { input }) };
}

/** The updated input with the routing of the question that was asked through it, which the update does not know. */
function routedInput(
  { input = {} }: ToolReplyPart,
  update: Pick<ToolReplyPart, 'input'>,
): Pick<ToolReplyPart, 'input'> {
  const routing = Object.entries(input).filter(([key]) => isRouting(key));
  return update.input && routing.length > 0 ? { input: { ...update.input, ...Object.fromEntries(routing) } } : {};
}

/** A call that has ended has nobody to route an answer to: what is left is what the server stores. */
const withoutOldRouting = (part: ToolReplyPart): ToolReplyPart => (isTerminal(part) ? withoutRouting(part) : part);

/**
 * The part of a call that nobody waits to have answered, whatever its status; a pending one has no input but what the
 * question lent it. The same reference if there is nothing to take away.
 */
export function withoutRouting(part: ToolReplyPart): ToolReplyPart {
  const { input, ...rest } = part;
  if (input === undefined || !Object.keys(input).some(isRouting)) return part;
  if (part.status === 'pending') return rest;
  return { ...part, input: Object.fromEntries(Object.entries(input).filter(([key]) => !isRouting(key))) };
}

const isRouting = (key: string): boolean => key.startsWith(ROUTING_PREFIX);

/** Only a failed call has an error; the store keeps no title of it, though its event has one (lib/wire/PROTOCOL.md). */
function asStored(part: ToolReplyPart): ToolReplyPart {
  const { error, title, ...rest } = part;
  if (part.status === 'error') return title === undefined ? part : { ...rest, ...(error !== undefined && { error }) };
  return error === undefined ? part : { ...rest, ...(title !== undefined && { title }) };
}

/** Cuts by code points, so that no character is left in half. Two code units a character are enough to look at. */
function cut(error: string | undefined): string | undefined {
  if (error === undefined || error.length <= MAX_ERROR_LENGTH) return error;
  return Array.from(error.slice(0, 2 * MAX_ERROR_LENGTH))
    .slice(0, MAX_ERROR_LENGTH)
    .join('');
}
