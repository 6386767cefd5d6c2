import type { Observable } from 'rxjs';
import * as z from 'zod/mini';
import type { HttpContext } from '../transport/http.js';
import { createMessageID, flag, sessionCheck, text, type Session } from '../wire/index.js';
import { call, callShape, own, patient, plainCall, yes, type CallOptions } from './call.js';
import { checkOptions } from './input.js';
import { messageModel, modelInput, type ModelInput } from './model-input.js';
import { messageID } from './prompt-body.js';
import { sessionPath } from './sessions.js';

/** Stops what the session is doing. The server says `true` for an unknown session as well. */
export function abortSession(http: HttpContext, sessionID: string, options?: CallOptions): Observable<boolean> {
  const path = sessionPath('abortSession', sessionID, '/abort');
  return plainCall(http, 'abortSession', { method: 'POST', path, options }, yes);
}

/** How to fork. */
export interface ForkSessionOptions extends CallOptions {
  /**
   * Copy only what came before this message.
   * @defaultValue copy all
   */
  readonly messageID?: string | undefined;
}

/** The schema of {@link ForkSessionOptions}. */
export const forkSessionOptions = z.strictObject({ ...callShape, messageID: z.optional(messageID) });

/** Makes a new session with a copy of this one's messages. */
export function forkSession(
  http: HttpContext,
  sessionID: string,
  options: ForkSessionOptions = {},
): Observable<Session> {
  const path = sessionPath('forkSession', sessionID, '/fork');
  checkOptions('forkSession', forkSessionOptions, options);
  return call(http, { method: 'POST', path, body: own(options), options }, sessionCheck);
}

/** From where on to undo. */
export interface RevertOptions extends CallOptions {
  /** The first message to undo. */
  readonly messageID: string;
  /**
   * The part of it from which on to undo.
   * @defaultValue undo the whole message
   */
  readonly partID?: string | undefined;
}

/** The schema of {@link RevertOptions}. */
export const revertOptions = z.strictObject({ ...callShape, messageID, partID: text });

/** Undoes messages and what they did to files; they are gone with the next prompt. */
export function revert(http: HttpContext, sessionID: string, options: RevertOptions): Observable<Session> {
  const path = sessionPath('revert', sessionID, '/revert');
  checkOptions('revert', revertOptions, options);
  return call(http, { method: 'POST', path, body: own(options), options }, sessionCheck);
}

/** Takes a {@link revert} back. */
export function unrevert(http: HttpContext, sessionID: string, options?: CallOptions): Observable<Session> {
  const path = sessionPath('unrevert', sessionID, '/unrevert');
  return plainCall(http, 'unrevert', { method: 'POST', path, options }, sessionCheck);
}

/** Who writes the summary. */
export interface SummarizeOptions extends CallOptions {
  /** The model that writes the summary. */
  readonly model: ModelInput;
  /** Whether to go on working afterwards. */
  readonly auto?: boolean | undefined;
}

/** The schema of {@link SummarizeOptions}. */
export const summarizeOptions = z.strictObject({ ...callShape, model: modelInput, auto: flag });

/** Summarises the conversation to make room; answers when that is done, so without a timeout unless given one. */
export function summarize(http: HttpContext, sessionID: string, options: SummarizeOptions): Observable<boolean> {
  const path = sessionPath('summarize', sessionID, '/summarize');
  checkOptions('summarize', summarizeOptions, options);
  const body = { ...messageModel(options.model), auto: options.auto };
  return call(http, { method: 'POST', path, body, options: patient(options) }, yes);
}

/** Who writes `AGENTS.md`. */
export interface InitOptions extends CallOptions {
  /** The model that does it. */
  readonly model: ModelInput;
  /**
   * The id the prompt's message shall have.
   * @defaultValue a new one
   */
  readonly messageID?: string | undefined;
}

/** The schema of {@link InitOptions}. */
export const initOptions = z.strictObject({ ...callShape, model: modelInput, messageID: z.optional(messageID) });

/** Has the project looked through and `AGENTS.md` written; answers when that is done, so without a timeout. */
export function init(http: HttpContext, sessionID: string, options: InitOptions): Observable<boolean> {
  const path = sessionPath('init', sessionID, '/init');
  checkOptions('init', initOptions, options);
  const body = { ...messageModel(options.model), messageID: options.messageID ?? createMessageID() };
  return call(http, { method: 'POST', path, body, options: patient(options) }, yes);
}

/** Puts the session on the web; its address is `share.url`. */
export function share(http: HttpContext, sessionID: string, options?: CallOptions): Observable<Session> {
  const path = sessionPath('share', sessionID, '/share');
  return plainCall(http, 'share', { method: 'POST', path, options }, sessionCheck);
}

/** Takes the session off the web. */
export function unshare(http: HttpContext, sessionID: string, options?: CallOptions): Observable<Session> {
  const path = sessionPath('unshare', sessionID, '/share');
  return plainCall(http, 'unshare', { method: 'DELETE', path, options }, sessionCheck);
}
