import * as fc from 'fast-check';
import type { MessageWithParts, OpencodeEvent } from '../../../lib/wire/index.js';
import { anyEvent } from './events.js';

/** What a server may answer, whatever it said before. */
export interface AnyStore {
  readonly messages: readonly MessageWithParts[];
  readonly todos: readonly object[];
  readonly questions: readonly object[];
  readonly permissions: readonly object[];
}

/** The store that some events make, each message and part as it was told last: unlike what is heard, it has nothing twice. */
export const anyStore: fc.Arbitrary<AnyStore> = fc.array(anyEvent, { maxLength: 25 }).map(storeOf);

function storeOf(events: readonly OpencodeEvent[]): AnyStore {
  const infos = new Map<string, MessageWithParts['info']>();
  const parts = new Map<string, MessageWithParts['parts'][number]>();
  const of = (type: string): readonly (object & { id: string })[] => [
    ...new Map(
      events
        .filter(event => event.type === type)
        .map(({ properties }) => [(properties as { id: string }).id, properties as { id: string }]),
    ).values(),
  ];
  for (const event of events) {
    if (event.type === 'message.updated') infos.set(event.properties.info.id, event.properties.info);
    if (event.type === 'message.part.updated') parts.set(event.properties.part.id, event.properties.part);
  }
  const messages = [...infos.values()].map(info => ({
    info,
    parts: [...parts.values()].filter(part => part.messageID === info.id),
  }));
  const todos = events.flatMap(event => (event.type === 'todo.updated' ? [event.properties.todos] : []));
  return { messages, todos: todos.at(-1) ?? [], questions: of('question.asked'), permissions: of('permission.asked') };
}
