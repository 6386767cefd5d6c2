import type { MessageWithParts } from '../../wire/index.js';
import { isAnswer, isFinal, isPrompt, newest } from './answer.js';

/** The user messages a turn runs under (`lib/wire/PROTOCOL.md` § 4.10). */
export interface Thread {
  /** Those whose answers are the turn's: its own, and those the server wrote to go on after it had made room. */
  readonly prompts: ReadonlySet<string>;
  /** The server's own requests for a summary in between. */
  readonly compactions: ReadonlySet<string>;
}

/** Follows a turn through the messages from its own on, oldest first. */
export function threadOf(messageID: string, messages: readonly MessageWithParts[]): Thread {
  const prompts = new Set<string>([messageID]);
  const compactions = new Set<string>();
  let latest = messageID;
  let underWay: string | undefined;
  messages.forEach((message, at) => {
    if (!isPrompt(message) || message.info.id === messageID) return;
    const before = messages.slice(0, at);
    if (isCompaction(message) && prompts.has(latest) && !isAnswered(prompts, before)) {
      underWay = message.info.id;
      compactions.add(underWay);
    } else if (underWay !== undefined && goesOnAfter(underWay, message, before, prompts)) {
      underWay = undefined;
      prompts.add(message.info.id);
    }
    latest = message.info.id;
  });
  return { prompts, compactions };
}

/** The prompt that the server was at when it wrote this user message; the message itself when it is nobody else's. */
export function rootOf(messageID: string, messages: readonly MessageWithParts[]): string {
  const root = messages.find((message, at) => {
    if (!isPrompt(message)) return false;
    const { prompts, compactions } = threadOf(message.info.id, messages.slice(at));
    return prompts.has(messageID) || compactions.has(messageID);
  });
  return root?.info.id ?? messageID;
}

/** Whether somebody asked this, rather than the server itself. */
export const isAsked = (message: MessageWithParts): boolean =>
  isPrompt(message) && !isCompaction(message) && !isSynthetic(message);

const isCompaction = ({ parts }: MessageWithParts): boolean =>
  parts.some(part => part.type === 'compaction' && part.auto === true);

const isSynthetic = ({ parts }: MessageWithParts): boolean =>
  parts.some(part => part.type === 'text') && parts.every(part => part.type === 'text' && part.synthetic === true);

/** Whether the turn had all it wanted before: what the server does then is nothing of it any more. */
function isAnswered(prompts: ReadonlySet<string>, messages: readonly MessageWithParts[]): boolean {
  const last = newest(messages.filter(isAnswer).filter(({ info }) => prompts.has(info.parentID ?? '')));
  return last !== undefined && isFinal(last);
}

/** Once the summary is there the server goes on with words of its own, or with the prompt once more. */
function goesOnAfter(
  compaction: string,
  message: MessageWithParts,
  before: readonly MessageWithParts[],
  prompts: ReadonlySet<string>,
): boolean {
  const summary = newest(before.filter(isAnswer).filter(({ info }) => info.parentID === compaction));
  const written = summary?.info.time?.completed;
  if (written === undefined || (message.info.time?.created ?? written) < written) return false;
  const said = before.filter(({ info }) => prompts.has(info.id)).flatMap(textsOf);
  return isSynthetic(message) || textsOf(message).some(text => said.includes(text));
}

const textsOf = ({ parts }: MessageWithParts): string[] =>
  parts.flatMap(part => (part.type === 'text' ? [part.text] : []));
