import type { JsonObject, Unlisted, Wire } from './json.js';
import { messageEvents } from './message-events.js';
import type { otherEventTypes } from './other-event-types.js';
import { promptEvents } from './prompt-events.js';
import { serverEvents } from './server-events.js';
import { sessionEvents } from './session-events.js';

/** The properties of every event that is validated in full, by its type. */
export const eventSchemas = { ...serverEvents, ...sessionEvents, ...messageEvents, ...promptEvents } as const;

type Schemas = typeof eventSchemas;
type OtherType = (typeof otherEventTypes)[number];

/** What every event has: old servers send no `id`. */
export interface EventShape<Type extends string, Properties> {
  readonly id?: string;
  readonly type: Type;
  readonly properties: Properties;
}

type ListedEvents = { readonly [Type in keyof Schemas]: EventShape<Type, Wire<Schemas[Type]>> };
type OtherEvents = { readonly [Type in OtherType]: EventShape<Type, JsonObject> };

/** Every event type the server's `/doc` names, and the event it is the name of. */
export interface EventMap extends ListedEvents, OtherEvents {}

/** The name of an event this version knows. */
export type EventType = keyof EventMap;

/** The event, or union of events, with that name. */
export type EventOf<Type extends EventType> = EventMap[Type];

/** What the event with that name says. */
export type EventProperties<Type extends EventType> = EventMap[Type]['properties'];

/** An event this version knows; `type` tells which. */
export type KnownEvent = EventOf<EventType>;

/** An event of a type this version does not know. */
export type UnknownEvent = EventShape<Unlisted, JsonObject>;

/** Whatever the server says on its event stream. Comparing `type` narrows it to one event. */
export type OpencodeEvent = KnownEvent | UnknownEvent;
