import { isRest, parentIDOf, sessionIDOf, type OpencodeEvent } from '../../wire/index.js';
import type { Lineage } from './lineage.js';
import type { Addressed } from './router.js';

/** No session's id begins like that: whatever a server calls one, it is no topic. */
const topic = (name: string): string => `\0${name}`;

/** The topic of everything the server says. */
export const EVERYTHING = topic('everything');

/** The topic of all sessions: that there is one, what it is, that it is gone. */
export const SESSIONS = topic('sessions');

/** The topic of all that waits for a human: what is asked and answered, and the ends of sessions, which may have asked. */
export const PROMPTS = topic('prompts');

/** The topic of what the sessions are doing, and that one is gone. */
export const STATUSES = topic('statuses');

/** The topic of the direct children of a session: as {@link SESSIONS}. */
export const childrenOf = (sessionID: string): string => topic(`children of ${sessionID}`);

const PROMPT_EVENTS: ReadonlySet<string> = new Set([
  'question.asked',
  'question.replied',
  'question.rejected',
  'permission.asked',
  'permission.replied',
]);

const SESSION_EVENTS: ReadonlySet<string> = new Set(['session.created', 'session.updated', 'session.deleted']);

/** Whether an event is about somebody who is asked. */
const isAboutPrompt = ({ type }: OpencodeEvent): boolean => PROMPT_EVENTS.has(type);

/** Events with the same addressees, and whether there may be more of those, whom only the server can name. */
export interface AddressedRun extends Addressed<OpencodeEvent> {
  readonly isStray: boolean;
}

/**
 * Who is to hear of each event: its session, its topics, and of prompts the ancestors as far as they are known. Deltas
 * of one session that follow each other go together, everything else goes alone. Each run is addressed when it is asked
 * for: what was handed on before it may matter.
 */
export function* addressed(lineage: Lineage, batch: readonly OpencodeEvent[]): Iterable<AddressedRun> {
  for (let start = 0; start < batch.length;) {
    const end = endOfRun(batch, start);
    yield runOf(lineage, end - start === batch.length ? batch : batch.slice(start, end));
    start = end;
  }
}

function endOfRun(batch: readonly OpencodeEvent[], start: number): number {
  const [first, session] = [batch[start], sessionIDIn(batch[start])];
  let end = start + 1;
  if (isDelta(first)) while (isDelta(batch[end]) && sessionIDIn(batch[end]) === session) end += 1;
  return end;
}

const isDelta = (event: OpencodeEvent | undefined): boolean => event?.type === 'message.part.delta';

const sessionIDIn = (event: OpencodeEvent | undefined): string | undefined => event && sessionIDOf(event);

function runOf(lineage: Lineage, values: readonly OpencodeEvent[]): AddressedRun {
  const [event] = values;
  const sessionID = event && sessionIDOf(event);
  if (event === undefined || sessionID === undefined) return { values, keys: [EVERYTHING], isStray: false };
  lineage.learn(event);
  const isStray = isAboutPrompt(event) && lineage.known(sessionID) === undefined;
  return { values, keys: [...keysOf(lineage, event, sessionID), EVERYTHING], isStray };
}

function keysOf(lineage: Lineage, event: OpencodeEvent, sessionID: string): readonly string[] {
  if (isAboutPrompt(event)) return [...(lineage.known(sessionID) ?? [sessionID]), PROMPTS];
  if (SESSION_EVENTS.has(event.type)) return [sessionID, SESSIONS, ...moreTopics(event)];
  if (isRest(event)) return [sessionID, STATUSES, PROMPTS];
  return event.type === 'session.status' ? [sessionID, STATUSES] : [sessionID];
}

function moreTopics(event: OpencodeEvent): readonly string[] {
  const parentID = parentIDOf(event);
  const family = parentID === undefined ? [] : [childrenOf(parentID)];
  return event.type === 'session.deleted' ? [...family, STATUSES, PROMPTS] : family;
}
