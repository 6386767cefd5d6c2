import type { MessageWithParts } from '../../wire/index.js';
import type { Settlement } from '../../reply/fold/event.js';
import { outcomeOf } from '../../reply/fold/settle.js';
import { isAnswer, isFinal, newest, type Answer } from './answer.js';
import { rootOf, threadOf, type Thread } from './thread.js';

/** What a look at the server showed, and what was heard before it. */
export interface Evidence {
  /** The user message of the turn. */
  readonly messageID: string;
  /** From the turn's user message on, oldest first. */
  readonly messages: readonly MessageWithParts[];
  /** Whether the session is busy or retrying; its status was asked for before the messages. */
  readonly busy: boolean;
  /** Whether an abort of the session was heard of since the prompt was sent, and no other error of it. */
  readonly aborted: boolean;
  /** Whether an error was heard, or that the session came to rest after the prompt was stored. */
  readonly refused: boolean;
  /** Whether the connection was lost since then, and no error was heard: who killed the turn may have gone unheard. */
  readonly lost: boolean;
}

/**
 * What the evidence says. A `suspect` verdict needs the same one again after `confirm` milliseconds, for what it saw may
 * be a moment between two writes of the server.
 */
export type Verdict =
  | { readonly is: 'running' }
  | { readonly is: 'settled'; readonly settlement: Settlement; readonly confirm?: number }
  | { readonly is: 'rejected'; readonly confirm: number };

const running: Verdict = { is: 'running' };

/** A server that nothing was heard of may be slow: a cold one stores a prompt seconds after it has accepted it. */
const UNSTORED = { refused: 1000, unsaid: 30_000 };
const UNANSWERED = { refused: 1000, unsaid: 5000 };

/** A session that was idle may have begun to work before the messages were read. */
const RESTS = 500;

/** Judges whether a turn is over; the rules and where they were seen are in `lib/wire/PROTOCOL.md`. */
export function judge(evidence: Evidence): Verdict {
  const { messageID, messages } = evidence;
  if (!messages.some(({ info }) => info.id === messageID)) return rejected(evidence, UNSTORED);
  const thread = threadOf(messageID, messages);
  const last = newest(messages.filter(isAnswer).filter(answer => isOf(thread, answer)));
  const absorbedBy = takenOverBy(evidence, thread, last);
  if (last === undefined) return judgeUnanswered(evidence, absorbedBy);
  return last.info.time?.completed === undefined || isSummary(thread, last)
    ? judgeUnfinished(evidence, last, absorbedBy)
    : judgeCompleted(evidence, last, absorbedBy);
}

const isOf = ({ prompts, compactions }: Thread, { info: { parentID = '' } }: Answer): boolean =>
  prompts.has(parentID) || compactions.has(parentID);

/** A summary ends nothing: the turn goes on after it. */
const isSummary = ({ compactions }: Thread, { info }: Answer): boolean =>
  info.error === undefined && compactions.has(info.parentID ?? '');

/** The prompt that a newer answer is for: the server went on with that one (lib/wire/PROTOCOL.md). */
function takenOverBy({ messageID, messages }: Evidence, thread: Thread, last?: Answer): string | undefined {
  const since = last ?? messages.find(({ info }) => info.id === messageID);
  const foreign = messages
    .slice(messages.findIndex(message => message === since) + 1)
    .filter(isAnswer)
    .find(answer => !isOf(thread, answer) && isLaterPrompt(answer.info.parentID, messageID, messages));
  return foreign?.info.parentID && rootOf(foreign.info.parentID, messages);
}

/** An answer to an earlier prompt, still under way when ours was queued, takes nothing over. */
function isLaterPrompt(
  parentID: string | undefined,
  messageID: string,
  messages: readonly MessageWithParts[],
): boolean {
  const at = (id: string | undefined) => messages.findIndex(({ info }) => info.id === id);
  return at(parentID) > at(messageID);
}

const rejected = ({ refused }: Evidence, confirm: typeof UNSTORED): Verdict => ({
  is: 'rejected',
  confirm: refused ? confirm.refused : confirm.unsaid,
});

function judgeUnanswered(evidence: Evidence, absorbedBy: string | undefined): Verdict {
  const { busy, aborted, lost } = evidence;
  if (absorbedBy !== undefined) return { is: 'settled', settlement: { status: 'completed', absorbedBy } };
  if (busy) return running;
  if (aborted) return { is: 'settled', settlement: { status: 'aborted' }, confirm: 1000 };
  return lost
    ? { is: 'settled', settlement: { status: 'interrupted' }, confirm: 1000 }
    : rejected(evidence, UNANSWERED);
}

function judgeCompleted({ busy }: Evidence, last: Answer, absorbedBy: string | undefined): Verdict {
  const { error } = last.info;
  if (error) return { is: 'settled', settlement: { status: outcomeOf(error), error } };
  if (isFinal(last)) return { is: 'settled', settlement: { status: 'completed' } };
  if (absorbedBy !== undefined) return { is: 'settled', settlement: { status: 'completed', absorbedBy } };
  return busy ? running : { is: 'settled', settlement: { status: 'completed' }, confirm: RESTS };
}

function judgeUnfinished({ busy, aborted }: Evidence, { info: { error } }: Answer, absorbedBy?: string): Verdict {
  if (busy && absorbedBy === undefined) return running;
  if (error) return { is: 'settled', settlement: { status: outcomeOf(error), error }, confirm: 800 };
  return { is: 'settled', settlement: { status: aborted ? 'aborted' : 'interrupted' }, confirm: 800 };
}
