import * as z from 'zod/mini';
import {
  buildPromptBody,
  checkOptions,
  promptShape,
  requireText,
  type PromptOptions,
  type PromptText,
} from '../rest/index.js';
import { createMessageID } from '../wire/index.js';
import type { Hub } from './hub/hub.js';
import type { TurnPlan } from './turn.js';
import { turnOptions, turnShape, type FollowOptions } from './turn-options.js';

/** A prompt's options, and how its turn is followed. */
export interface StreamOptions extends PromptOptions, FollowOptions {}

/** How a turn that somebody else began is followed. */
export interface AttachTurnOptions extends FollowOptions {
  /**
   * The user message whose turn is meant.
   * @defaultValue the turn that runs, else the last one
   */
  readonly messageID?: string | undefined;
}

const streamSchema = z.strictObject({ ...promptShape, ...turnShape });
const attachSchema = z.strictObject({ ...turnShape, messageID: promptShape.messageID });

/** What `client.stream` is to do. Throws a `TypeError` that names the option at fault. */
export function streamPlan(hub: Hub, sessionID: string, text: PromptText, options: StreamOptions): TurnPlan {
  requireText('stream', 'sessionID', sessionID);
  checkOptions('stream', streamSchema, options);
  const messageID = options.messageID ?? createMessageID();
  const body = buildPromptBody(text, { ...options, messageID }, 'stream');
  const prompt = { body, mayExist: options.messageID !== undefined, noReply: options.noReply === true };
  return { hub, sessionID, messageID, prompt, options: turnOptions(options) };
}

/** What `client.attach` is to do. Throws a `TypeError` that names the option at fault. */
export function attachPlan(hub: Hub, sessionID: string, options: AttachTurnOptions): TurnPlan {
  requireText('attach', 'sessionID', sessionID);
  checkOptions('attach', attachSchema, options);
  return { hub, sessionID, messageID: options.messageID, options: turnOptions(options) };
}
