import { isDeepStrictEqual } from 'node:util';
import type { Reply } from '../../lib/reply/reply.js';
import { isTerminal, type ReplyPart } from '../../lib/reply/reply-part.js';
import type { ReplyTransition } from '../../lib/reply/transition.js';
import type { MessageWithParts, Part } from '../../lib/wire/index.js';
import type { Played } from './playback.js';

/**
 * What is wrong with how a turn was shown, whatever happened to its connection; in words, none if all is well. Parts
 * that the server took away may come and go.
 */
export function flawsOf(
  played: Played,
  messages: readonly MessageWithParts[],
  removed: ReadonlySet<string> = new Set(),
): readonly string[] {
  return [
    ...flawsOfEnd(played),
    ...flawsOfTexts(played.replies, messages),
    ...flawsOfOrder(played.transitions.filter(told => !('part' in told) || !removed.has(told.part.id))),
    ...flawsOfSnapshots(played.replies),
  ];
}

function flawsOfEnd({ completed, error, replies, flaws }: Played): readonly string[] {
  const last = replies.at(-1);
  const held = last?.parts.filter(part => 'held' in part) ?? [];
  return [
    ...(error === undefined ? [] : [`errored: ${error instanceof Error ? error.message : 'with no error'}`]),
    ...(completed || error !== undefined ? [] : ['did not end']),
    ...(held.length === 0 ? [] : [`ended with ${held.length} held parts`]),
    ...(last?.promptBlocked === true ? ['ended with somebody asked'] : []),
    ...flaws,
  ];
}

/** Every text that was shown is the beginning of what is stored, but for blanks at its end that old servers trim. */
function flawsOfTexts(replies: readonly Reply[], messages: readonly MessageWithParts[]): readonly string[] {
  const stored = new Map(messages.flatMap(({ parts }) => parts).map(part => [part.id, part]));
  const shown = new Set(replies.flatMap(({ parts }) => parts));
  return [...shown]
    .filter(part => !isBeginning(part, stored.get(part.id)))
    .map(part => `showed ${JSON.stringify(part)}`);
}

/** Nothing can be said of a part that was taken away, or of a text that never ended. */
function isBeginning(shown: ReplyPart, stored: Part | undefined): boolean {
  if (!('content' in shown) || stored === undefined || !('text' in stored)) return true;
  if (stored.time?.end === undefined) return true;
  return stored.text.startsWith(shown.content) || shown.content.trimEnd() === stored.text;
}

const RANKS: Readonly<Record<string, number>> = { pending: 0, running: 1, completed: 2, error: 2 };
const rankOf = (status: string): number => RANKS[status] ?? 1;

interface PartStory {
  readonly added: boolean;
  readonly final: boolean;
  readonly rank: number;
}

/** A part is added, then changes, then is final; a tool call never goes back. */
function flawsOfOrder(transitions: readonly ReplyTransition[]): readonly string[] {
  const stories = new Map<string, PartStory>();
  return transitions.flatMap(told => {
    if (!('part' in told)) return [];
    const { part } = told;
    const story = stories.get(part.id) ?? { added: false, final: false, rank: 0 };
    const rank = part.type === 'tool' ? rankOf(part.status) : 0;
    const isFinal = told.type === 'partFinalized' || (told.type === 'toolProgressed' && isTerminal(told.part));
    stories.set(part.id, { added: true, final: story.final || isFinal, rank });
    return flawsOfNews(told.type, story, rank).map(flaw => `${flaw}: ${told.type} ${JSON.stringify(part)}`);
  });
}

function flawsOfNews(type: ReplyTransition['type'], story: PartStory, rank: number): readonly string[] {
  return [
    ...(type === 'partAdded' && story.added ? ['added twice'] : []),
    ...(type !== 'partAdded' && !story.added ? ['told of before it was added'] : []),
    ...(story.final ? ['told of after its end'] : []),
    ...(rank < story.rank ? ['went back'] : []),
  ];
}

/** One snapshot follows another, and the parts of each are there once. */
function flawsOfSnapshots(replies: readonly Reply[]): readonly string[] {
  return replies.flatMap(({ parts }, at) => {
    const twice = new Set(parts.map(({ id }) => id)).size < parts.length;
    const again = at > 0 && replies[at] === replies[at - 1];
    return [...(twice ? ['showed a part twice'] : []), ...(again ? ['showed a snapshot twice'] : [])];
  });
}

/** What two replies say, where they do not say the same. */
export const differences = (one: Reply | undefined, other: Reply | undefined): readonly unknown[] => {
  const [a, b] = [one?.toJSON(), other?.toJSON()];
  return isDeepStrictEqual(a, b) ? [] : [{ a, b }];
};
