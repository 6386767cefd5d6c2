import { goesOn } from '../../reply/fold/settle.js';
import type { AssistantMessage, MessageWithParts } from '../../wire/index.js';

/** An assistant's message as the store has it. */
export type Answer = MessageWithParts & { readonly info: AssistantMessage };

/** Whether a stored message is an assistant's. */
export const isAnswer = (message: MessageWithParts): message is Answer => message.info.role === 'assistant';

/** Whether a stored message is a user's. */
export const isPrompt = ({ info }: MessageWithParts): boolean => info.role === 'user';

/** The newest by creation time; ids wrap around and do not order (`lib/wire/PROTOCOL.md`). */
export const newest = (answers: readonly Answer[]): Answer | undefined =>
  answers.reduce<Answer | undefined>(
    (last, next) => (last && createdAt(last) > createdAt(next) ? last : next),
    undefined,
  );

const createdAt = ({ info }: MessageWithParts): number => info.time?.created ?? 0;

/**
 * Whether an answer that was completed is the last of its turn, whatever the session does. One without `finish` is not:
 * the provider found the conversation too long, and the server will make room and go on.
 */
export const isFinal = ({ info, parts }: Answer): boolean =>
  info.time?.completed !== undefined &&
  info.finish !== undefined &&
  !goesOn(info.finish) &&
  !parts.some(part => part.type === 'tool');
