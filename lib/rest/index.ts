/**
 * Every endpoint as a function of a context and its arguments. All have this in common: nothing is sent before
 * `subscribe`; every subscription sends one request and none is tried again; the first value is the answer, then it
 * completes; unsubscribing aborts. Wrong arguments throw a `TypeError` at once. The Observable errors with
 * `ConnectionError`, `TimeoutError`, what `responseError` makes of a refusal, or `ProtocolError` when the answer has
 * another shape. Answers are the server's own JSON, unknown fields and all.
 */
export type { AnswerSchema, ParsingSchema, StandardIssue, StandardResult, StandardSchema } from './answer-schema.js';
export { callOptions, callShape, type CallOptions } from './call.js';
export { customRequest, type CustomRequestOptions } from './custom-request.js';
export * from './files.js';
export { checkArgument, checkOptions, requireText, segment, type Input, type OptionsSchema } from './input.js';
export * from './messages.js';
export { commandModel, messageModel, sessionModel, variantOf, type ModelInput, type ModelName } from './model-input.js';
export * from './permissions.js';
export { buildPromptBody, promptShape, type PromptBody, type PromptOptions, type PromptText } from './prompt-body.js';
export type { AgentPartInput, FilePartInput, PromptPart, SubtaskPartInput, TextPartInput } from './prompt-part.js';
export * from './questions.js';
export * from './send-message.js';
export * from './session-actions.js';
export * from './sessions.js';
export * from './workspace.js';
