import type { ReplyPart } from '../../lib/reply/reply-part.js';
import type { Part, ToolPart } from '../../lib/wire/index.js';
import type { MessageWithParts, AssistantMessage } from '../../lib/wire/index.js';

/** The parts that a reply must have by what the store holds, written down apart from the fold. */
export const partsIn = (messages: readonly MessageWithParts[]): readonly ReplyPart[] =>
  messages
    .filter(({ info }) => info.role === 'assistant')
    .flatMap(message => message.parts)
    .flatMap(partOf);

function partOf(part: Part): readonly ReplyPart[] {
  const { id, messageID } = part;
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return [{ type: part.type, id, messageID, content: part.text }];
    case 'tool':
      return [toolOf(part)];
    case 'patch':
      return [{ type: 'patch', id, messageID, hash: part.hash ?? '', files: part.files ?? [] }];
    default:
      return [];
  }
}

function toolOf({ id, messageID, callID, tool, state }: ToolPart): ReplyPart {
  const raw = state as { readonly [field: string]: unknown; readonly input: { readonly tool?: string } };
  const said = ['title', 'input', 'metadata', 'output'].filter(field => !isEmpty(raw[field]));
  return {
    type: 'tool',
    id,
    messageID,
    tool: tool === 'invalid' ? (raw.input.tool ?? '') : tool,
    status: state.status,
    ...(callID !== undefined && { callID }),
    ...Object.fromEntries(said.map(field => [field, raw[field]])),
    ...(state.status === 'error' && { error: state.error?.slice(0, 200) ?? '' }),
  };
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === '' || (typeof value === 'object' && Object.keys(value ?? {}).length === 0);

const answersIn = (messages: readonly MessageWithParts[]): readonly AssistantMessage[] =>
  messages.map(({ info }) => info).filter(info => info.role === 'assistant');

/** How the store says that the turn ended. */
export function outcomeIn(messages: readonly MessageWithParts[]) {
  const error = answersIn(messages).at(-1)?.error;
  if (error === undefined) return 'completed';
  return error.name === 'MessageAbortedError' ? 'aborted' : 'failed';
}

/** What the messages of the store cost and took. */
export function usageIn(messages: readonly MessageWithParts[]) {
  const sum = (pick: (info: AssistantMessage) => number | undefined) =>
    answersIn(messages).reduce((total, info) => total + (pick(info) ?? 0), 0);
  return {
    cost: sum(info => info.cost),
    tokens: {
      input: sum(({ tokens }) => tokens?.input),
      output: sum(({ tokens }) => tokens?.output),
      reasoning: sum(({ tokens }) => tokens?.reasoning),
      cache: { read: sum(({ tokens }) => tokens?.cache?.read), write: sum(({ tokens }) => tokens?.cache?.write) },
    },
  };
}
