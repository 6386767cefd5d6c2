import type {
  AssistantMessage,
  EventProperties,
  EventType,
  FilePart,
  MessageWithParts,
  OpencodeEvent,
  Part,
  PatchPart,
  PermissionRequest,
  QuestionRequest,
  ReasoningPart,
  SessionStatus,
  StepFinishPart,
  TextPart,
  Todo,
  ToolPart,
  UserMessage,
  WireError,
} from '../../lib/wire/index.js';

/** The session, prompt and answer that the builders speak of unless told otherwise. */
export const SESSION = 'ses_1';
export const PROMPT = 'msg_prompt';
export const ANSWER = 'msg_answer';

/** An event as the server says it. */
export const event = <T extends EventType>(type: T, properties: EventProperties<T>): OpencodeEvent =>
  ({ type, properties }) as unknown as OpencodeEvent;

export const prompt = (id = PROMPT): UserMessage => ({ id, role: 'user', sessionID: SESSION, time: { created: 1 } });

/** An assistant message: unfinished, unless it is told otherwise. */
export const answer = (fields: Partial<AssistantMessage> = {}): AssistantMessage => ({
  id: ANSWER,
  role: 'assistant',
  sessionID: SESSION,
  parentID: PROMPT,
  time: { created: 2 },
  ...fields,
});

/** An assistant message that has ended, the last of its turn. */
export const ended = (fields: Partial<AssistantMessage> = {}): AssistantMessage =>
  answer({ time: { created: 2, completed: 9 }, finish: 'stop', ...fields });

interface TextFields {
  readonly messageID?: string;
  /** Whether it is final. */
  readonly end?: boolean;
}

const span = (end: boolean | undefined) => ({ time: { start: 3, ...(end && { end: 4 }) } });

export const text = (id: string, content: string, { messageID = ANSWER, end }: TextFields = {}): TextPart => ({
  id,
  messageID,
  sessionID: SESSION,
  type: 'text',
  text: content,
  ...span(end),
});

export const reasoning = (id: string, content: string, fields: TextFields = {}): ReasoningPart => ({
  ...text(id, content, fields),
  type: 'reasoning',
});

type ToolFields = Partial<Omit<ToolPart, 'state'>> & { readonly state?: Readonly<Record<string, unknown>> };

/** A tool call, of `bash` unless it is told otherwise; `state` has what a state has beside its status. */
export const tool = (id: string, status: string, { state, ...fields }: ToolFields = {}): ToolPart => ({
  id,
  messageID: ANSWER,
  sessionID: SESSION,
  type: 'tool',
  tool: 'bash',
  callID: `call_${id}`,
  ...fields,
  state: { ...state, status } as ToolPart['state'],
});

export const file = (id: string, fields: Partial<FilePart> = {}): FilePart => ({
  id,
  messageID: ANSWER,
  type: 'file',
  mime: 'image/png',
  url: 'data:',
  ...fields,
});

export const patch = (id: string, files: readonly string[]): PatchPart => ({
  id,
  messageID: ANSWER,
  type: 'patch',
  hash: 'abc',
  files,
});

export const stepFinish = (id: string, fields: Partial<StepFinishPart> = {}): StepFinishPart => ({
  id,
  messageID: ANSWER,
  type: 'step-finish',
  reason: 'stop',
  ...fields,
});

export const todo = (content: string, status = 'pending'): Todo => ({ content, status, priority: 'high' });

/** A question of the call of a tool part with the id `part`, if one is named. */
export const question = (id: string, part?: string, fields: Partial<QuestionRequest> = {}): QuestionRequest => ({
  id,
  sessionID: SESSION,
  questions: [{ question: 'Which colour?' }],
  ...(part !== undefined && { tool: { messageID: ANSWER, callID: `call_${part}` } }),
  ...fields,
});

/** A permission for the call of a tool part with the id `part`, if one is named. */
export const permission = (id: string, part?: string, fields: Partial<PermissionRequest> = {}): PermissionRequest => ({
  id,
  sessionID: SESSION,
  permission: 'bash',
  ...(part !== undefined && { tool: { messageID: ANSWER, callID: `call_${part}` } }),
  ...fields,
});

/** The store's message with these parts. */
export const stored = (info: MessageWithParts['info'], ...parts: readonly Part[]): MessageWithParts => ({
  info,
  parts,
});

/** Everything the server may say that the fold listens to, one short word each. */
export const say = {
  message: (info: UserMessage | AssistantMessage) => event('message.updated', { info }),
  messageRemoved: (messageID: string) => event('message.removed', { messageID }),
  part: (part: Part) => event('message.part.updated', { part }),
  partRemoved: (partID: string) => event('message.part.removed', { partID }),
  delta: (partID: string, delta: string, { messageID = ANSWER, field = 'text' } = {}) =>
    event('message.part.delta', { messageID, partID, field, delta }),
  status: (status: SessionStatus, sessionID = SESSION) => event('session.status', { sessionID, status }),
  idle: (sessionID = SESSION) => event('session.idle', { sessionID }),
  error: (error: WireError, sessionID = SESSION) => event('session.error', { sessionID, error }),
  todos: (todos: readonly Todo[], sessionID = SESSION) => event('todo.updated', { sessionID, todos }),
  asks: (request: QuestionRequest) => event('question.asked', request),
  answers: (requestID: string, answers: readonly (readonly string[])[] = [['Red']]) =>
    event('question.replied', { requestID, answers }),
  dismisses: (requestID: string) => event('question.rejected', { requestID }),
  wantsLeave: (request: PermissionRequest) => event('permission.asked', request),
  decides: (requestID: string, reply = 'once') => event('permission.replied', { requestID, reply }),
} as const;
