import { isRest, parentIDOf, sessionIDOf, type OpencodeEvent } from '../../wire/index.js';
import type { Lineage } from './lineage.js';
import type { Addressed } from './router.js';

/** The topic of all sessions: that there is one, what it is, that it is gone. */
export const SESSIONS = 'sessions';

/** The topic of all that waits for a human: what is asked and answered, and the ends of sessions, which may have asked. */
export const PROMPTS = 'prompts';

/** The topic of what the sessions are doing, and that one is gone. */
export const STATUSES = 'statuses';

/** The topic of the direct children of a session: as {@link SESSIONS}. */
export const childrenOf = (sessionID: string): string => `children of ${sessionID}`;

const PROMPT_EVENTS: ReadonlySet<string> = new Set([
  'question.asked',
  'question.replied',
  'question.rejected',
  'permission.asked',
  'permission.replied',
]);

const SESSION_EVENTS: ReadonlySet<string> = new Set(['session.created', 'session.updated', 'session.deleted']);

/** Whether an event is about somebody who is asked. */
export const isAboutPrompt = ({ type }: OpencodeEvent): boolean => PROMPT_EVENTS.has(type);

/** Who is to hear of an event: its session, its topics, and of prompts the ancestors as far as they are known. */
export function addressed(lineage: Lineage, event: OpencodeEvent): Addressed<OpencodeEvent> {
  const sessionID = sessionIDOf(event);
  return { value: event, keys: sessionID === undefined ? [] : keysOf(lineage, event, sessionID) };
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
