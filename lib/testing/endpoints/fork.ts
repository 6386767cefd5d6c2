import type { MessageWithParts } from '../../wire/index.js';
import { event, type World } from '../world/world.js';

/** Copies the messages of a session into another, up to one that is not copied. */
export function copyMessages(world: World, from: string, to: string, until: unknown): void {
  const messages = world.store.messages(from);
  const end = messages.findIndex(({ info }) => info.id === until);
  const ids = new Map<string, string>();
  for (const message of end < 0 ? messages : messages.slice(0, end)) copy(world, message, to, ids);
}

function copy(
  { scribe, happen }: World,
  { info, parts }: MessageWithParts,
  sessionID: string,
  ids: Map<string, string>,
) {
  const messageID = scribe.id('msg');
  ids.set(info.id, messageID);
  const parentID = info.role === 'assistant' ? ids.get(info.parentID ?? '') : undefined;
  const copied = { ...info, id: messageID, sessionID, ...(parentID === undefined ? {} : { parentID }) };
  happen(event('message.updated', { sessionID, info: copied }));
  for (const part of parts) {
    const placed = { ...part, id: scribe.id('prt'), messageID, sessionID };
    happen(event('message.part.updated', { sessionID, part: placed, time: scribe.now() }));
  }
}
