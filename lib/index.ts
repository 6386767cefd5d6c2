/**
 * An RxJS client of the OpenCode server.
 *
 * @module opencode-rx
 */
export { OpencodeClient } from './client.js';
export type { OpencodeClientOptions, RequestHeaders } from './options.js';
export * from './errors.js';
export { noInstrumentation, Tracer, type Instrumentation, type InstrumentationPayload } from './instrumentation.js';

export { ReplyStream } from './turn/reply-stream.js';
export type { AttachTurnOptions, StreamOptions } from './turn/plan.js';
export type { StreamEventsOptions } from './turn/stream-events.js';
export type { FollowOptions, PermissionAnswer, PermissionDecision, QuestionAnswer } from './turn/turn-options.js';

export type { LiveView } from './live/live-view.js';
export type { SessionView } from './live/session/session-view.js';
export type { Attention, AttentionPermission, AttentionQuestion, WaitingForHuman } from './live/attention/attention.js';
export type { Held, LiveMessage, LivePart, LiveText } from './live/transcript/live-message.js';

export { Reply, type ReplyJSON, type ReplyOutcome, type ReplyStatus } from './reply/reply.js';
export { isTerminal } from './reply/reply-part.js';
export type {
  FileReplyPart,
  PatchReplyPart,
  ReplyPart,
  TextReplyPart,
  ToolReplyPart,
  ToolStatus,
} from './reply/reply-part.js';
export { distill, type ReplyResult } from './reply/result.js';
export type { TokenCount } from './reply/tokens.js';
export type * from './reply/transition.js';
export { notifyObserver, type ReplyObserver } from './reply/observer.js';
export { Prompts } from './reply/prompts.js';
export type { PendingPermission, PendingPrompt, PendingQuestion, PromptCall } from './reply/prompts.js';
export { canonicalTodo, canonicalTodos, type TodoLike } from './reply/todo.js';
export { isStreamOnly, stampSource, TODO_UPDATED, type PartSource, type SourceStamp } from './reply/part-source.js';
export { toolPartFromMessagePart } from './reply/tool-part.js';
export * from './reply/stored/extract.js';
export * from './reply/stored/extract-info.js';
export * from './reply/stored/artifacts.js';
export type { MessageLike, PartLike } from './reply/part-like.js';

export { replySteps, type EventLike } from './select/reply-steps.js';
export { toReply } from './select/to-reply.js';
export { toolParts } from './select/tool-parts.js';
export { pendingQuestions } from './select/pending-questions.js';
export { pendingPermissions } from './select/pending-permissions.js';
export { todos } from './select/todos.js';
export { ofType } from './select/of-type.js';
export { observeReply } from './select/observe-reply.js';
export { paced } from './select/paced.js';

export { sse, type SseMessage, type SseRequest } from './transport/sse.js';
export type { ConnectionState } from './transport/connection-state.js';
export type { Fetch, HttpFailure, HttpHeaders, HttpQuery } from './transport/http.js';

export { createMessageID, decodeEvent, sessionIDOf, type Decoded, type InvalidEvent } from './wire/index.js';
export type {
  Agent,
  AgentPart,
  AssistantMessage,
  Command,
  CompactionPart,
  CompletedTool,
  Config,
  EventMap,
  EventOf,
  EventProperties,
  EventShape,
  EventType,
  FailedTool,
  FileContent,
  FileDiff,
  FileNode,
  FilePart,
  FileStatus,
  Health,
  JsonObject,
  KnownEvent,
  Message,
  MessageModel,
  MessageWithParts,
  Model,
  OpencodeEvent,
  Part,
  PatchPart,
  PathInfo,
  PendingTool,
  PermissionReply,
  PermissionRequest,
  PermissionRule,
  Project,
  PromptTool,
  Provider,
  ProviderList,
  QuestionAnswers,
  QuestionInfo,
  QuestionRequest,
  ReasoningPart,
  RetryPart,
  RunningTool,
  Session,
  SessionModel,
  SessionRetry,
  SessionStatus,
  SessionStatuses,
  SnapshotPart,
  StepFinishPart,
  StepStartPart,
  SubtaskPart,
  TextMatch,
  TextPart,
  Todo,
  Tokens,
  ToolPart,
  ToolState,
  UnknownEvent,
  UnknownPart,
  UnknownTool,
  Unlisted,
  UserMessage,
  VcsInfo,
  WireError,
  WorkspaceSymbol,
} from './wire/index.js';
export type {
  AgentPartInput,
  AnswerSchema,
  CallOptions,
  CommandOptions,
  CreateSessionOptions,
  CustomRequestOptions,
  DiffOptions,
  FilePartInput,
  FindFilesOptions,
  ForkSessionOptions,
  GetMessagesOptions,
  InitOptions,
  ListSessionsOptions,
  MessagePage,
  ModelInput,
  ModelName,
  PromptOptions,
  PromptPart,
  PromptText,
  ReplyPermissionOptions,
  RevertOptions,
  SendMessageOptions,
  ShellOptions,
  ParsingSchema,
  StandardIssue,
  StandardResult,
  StandardSchema,
  SubtaskPartInput,
  SummarizeOptions,
  TextPartInput,
  UpdateSessionOptions,
} from './rest/index.js';
