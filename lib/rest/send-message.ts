import { map, type Observable } from 'rxjs';
import * as z from 'zod/mini';
import type { HttpContext } from '../transport/http.js';
import { messageWithPartsCheck, text, type MessageWithParts } from '../wire/index.js';
import { call, callShape, own, patient, send, type CallOptions } from './call.js';
import { checkOptions, requireText } from './input.js';
import { commandModel, messageModel, modelInput, type ModelInput } from './model-input.js';
import {
  buildPromptBody,
  messageID,
  promptShape,
  type PromptBody,
  type PromptOptions,
  type PromptText,
} from './prompt-body.js';
import { filePartInput, type FilePartInput } from './prompt-part.js';
import { sessionPath } from './sessions.js';

/** What a prompt may say beside its text, and how it is sent. */
export interface SendMessageOptions extends CallOptions, PromptOptions {}

/** The schema of {@link SendMessageOptions}. */
export const sendMessageOptions = z.strictObject({ ...callShape, ...promptShape });

/**
 * Sends a prompt and waits for the end of its turn: the last message of it (with `noReply` the user's own). That takes
 * minutes, so there is no timeout unless one is given. Unsubscribing does not stop the agent: `abortSession` does.
 */
export function sendMessage(
  http: HttpContext,
  sessionID: string,
  text: PromptText,
  options: SendMessageOptions = {},
): Observable<MessageWithParts> {
  const path = sessionPath('sendMessage', sessionID, '/message');
  checkOptions('sendMessage', sendMessageOptions, options);
  const body = buildPromptBody(text, options, 'sendMessage');
  return call(http, { method: 'POST', path, body, options: patient(options) }, messageWithPartsCheck);
}

/** Sends a prompt: emits once when the server has taken it, and knows nothing of its turn. */
export function sendMessageAsync(
  http: HttpContext,
  sessionID: string,
  text: PromptText,
  options: SendMessageOptions = {},
): Observable<void> {
  checkOptions('sendMessageAsync', sendMessageOptions, options);
  const body = buildPromptBody(text, options, 'sendMessageAsync');
  return promptAsync(http, sessionID, body, options, 'sendMessageAsync');
}

/** As {@link sendMessageAsync}, with a body that was built before. */
export function promptAsync(
  http: HttpContext,
  sessionID: string,
  body: PromptBody,
  options?: CallOptions,
  method = 'prompt',
): Observable<void> {
  const path = sessionPath(method, sessionID, '/prompt_async');
  return send(http, { method: 'POST', path, body, options }).pipe(map(() => undefined));
}

/** How a slash command is run. */
export interface CommandOptions extends CallOptions, Pick<PromptOptions, 'variant'> {
  /**
   * What stands behind the command.
   * @defaultValue the empty string
   */
  readonly arguments?: string | undefined;
  /** The agent that answers. */
  readonly agent?: string | undefined;
  /** The model that answers. */
  readonly model?: ModelInput | undefined;
  /**
   * The id the user message shall have; see `createMessageID`.
   * @defaultValue one of the server's making
   */
  readonly messageID?: string | undefined;
  /** Files for the model to read. */
  readonly parts?: readonly FilePartInput[] | undefined;
}

/** The schema of {@link CommandOptions}. */
export const commandOptions = z.strictObject({
  ...callShape,
  arguments: text,
  agent: text,
  model: z.optional(modelInput),
  variant: text,
  messageID: z.optional(messageID),
  parts: z.optional(z.array(filePartInput)),
});

/** Runs a slash command (`name` without the slash) and waits for the end of its turn, without a timeout. */
export function command(
  http: HttpContext,
  sessionID: string,
  name: string,
  options: CommandOptions = {},
): Observable<MessageWithParts> {
  const path = sessionPath('command', sessionID, '/command');
  checkOptions('command', commandOptions, options);
  const model = options.model && commandModel(options.model);
  const said = { command: requireText('command', 'name', name), arguments: options.arguments ?? '' };
  const body = { ...own(options), ...said, model };
  return call(http, { method: 'POST', path, body, options: patient(options) }, messageWithPartsCheck);
}

/** How a shell command is run. */
export interface ShellOptions extends CallOptions {
  /**
   * The agent on whose behalf it runs.
   * @defaultValue `build`
   */
  readonly agent?: string | undefined;
  /** The model that the messages are put down to. */
  readonly model?: ModelInput | undefined;
  /**
   * The id the user message shall have; see `createMessageID`.
   * @defaultValue one of the server's making
   */
  readonly messageID?: string | undefined;
}

/** The schema of {@link ShellOptions}. */
export const shellOptions = z.strictObject({
  ...callShape,
  agent: text,
  model: z.optional(modelInput),
  messageID: z.optional(messageID),
});

/** Runs a shell command in the session, as if a human had typed it there; waits for its end, without a timeout. */
export function shell(
  http: HttpContext,
  sessionID: string,
  line: string,
  options: ShellOptions = {},
): Observable<MessageWithParts> {
  const path = sessionPath('shell', sessionID, '/shell');
  checkOptions('shell', shellOptions, options);
  const model = options.model && messageModel(options.model);
  const said = { command: requireText('shell', 'command', line), agent: options.agent ?? 'build' };
  const body = { ...own(options), ...said, model };
  return call(http, { method: 'POST', path, body, options: patient(options) }, messageWithPartsCheck);
}
