import * as z from 'zod/mini';
import { flag, text, type JsonObject } from '../wire/index.js';
import { checkArgument, checkOptions } from './input.js';
import { messageModel, modelInput, variantOf, type ModelInput, type ModelName } from './model-input.js';
import { withPartIDs } from './part-ids.js';
import { promptPart, type PromptPart } from './prompt-part.js';

/** The id of a message, as the server takes it. */
export const messageID = z.string().check(z.startsWith('msg', "does not start with 'msg'"));

/** What a prompt may say beside its text. */
export interface PromptOptions {
  /** What follows the text: files, agents, subtasks, more text. */
  readonly parts?: readonly PromptPart[] | undefined;
  /**
   * The model that answers.
   * @defaultValue the session's, else the agent's, else the server's
   */
  readonly model?: ModelInput | undefined;
  /**
   * The agent that answers.
   * @defaultValue the server's default agent
   */
  readonly agent?: string | undefined;
  /** Said to the model beside the agent's own instructions. */
  readonly system?: string | undefined;
  /**
   * The id the user message shall have; see `createMessageID`. Its parts get ids that follow from it, so that a prompt
   * which is posted twice stands once (but for parts the server adds to: agents, text files, files it has to read).
   * @defaultValue one of the server's making; with `stream()`, one of ours
   */
  readonly messageID?: string | undefined;
  /**
   * Store the message and do not answer it.
   * @defaultValue `false`
   */
  readonly noReply?: boolean | undefined;
  /** Tools switched on or off, by name. */
  readonly tools?: Readonly<Record<string, boolean>> | undefined;
  /** The shape of the answer: `{type: 'text'}`, or `{type: 'json_schema', schema}`. */
  readonly format?:
    | { readonly type: 'text' }
    | { readonly type: 'json_schema'; readonly schema: JsonObject; readonly retryCount?: number | undefined }
    | undefined;
  /** A variant of the model, for instance one that thinks longer. */
  readonly variant?: string | undefined;
}

const promptText = z.union([z.string(), z.array(promptPart)], 'neither a string nor a list of parts');

const format = z.union([
  z.strictObject({ type: z.literal('text') }),
  z.strictObject({
    type: z.literal('json_schema'),
    schema: z.record(z.string(), z.unknown()),
    retryCount: z.optional(z.number()),
  }),
]);

/** The options a prompt has, for the schemas of the methods that take them. */
export const promptShape = {
  parts: z.optional(z.array(promptPart)),
  model: z.optional(modelInput),
  agent: text,
  system: text,
  messageID: z.optional(messageID),
  noReply: flag,
  tools: z.optional(z.record(z.string(), z.boolean())),
  format: z.optional(format),
  variant: text,
};

/** The schema of {@link PromptOptions}; others may stand beside them. */
export const promptOptions = z.object(promptShape);

/** The text of a prompt, or its parts. */
export type PromptText = string | readonly PromptPart[];

/** The body of a prompt, as the message endpoints take it. */
export interface PromptBody extends Omit<PromptOptions, 'model'> {
  readonly parts: readonly PromptPart[];
  readonly model?: ModelName;
}

/**
 * The body of a prompt: first the text, then `options.parts`. Throws a `TypeError` that names `method` when there is
 * nothing to say, or an option has another type; options that are not the prompt's are left out.
 */
export function buildPromptBody(said: PromptText, options: PromptOptions = {}, method = 'prompt'): PromptBody {
  checkArgument(method, 'text', promptText, said);
  checkOptions(method, promptOptions, options);
  const first = typeof said === 'string' ? textParts(said) : said;
  const { model, agent, system, messageID, noReply, tools, format, variant = variantOf(model) } = options;
  const parts = [...first, ...(options.parts ?? [])];
  if (parts.length === 0) throw new TypeError(`${method}: text must not be empty when there are no parts`);
  const chosen = model === undefined ? {} : { model: messageModel(model) };
  return { parts: withPartIDs(parts, messageID), ...chosen, agent, system, messageID, noReply, tools, format, variant };
}

function textParts(words: string): readonly PromptPart[] {
  return words === '' ? [] : [{ type: 'text', text: words }];
}
