import { concat, timer, map, type Observable, type SchedulerLike } from 'rxjs';
import type { EventProperties, EventType, OpencodeEvent, SessionStatus } from '../../wire/index.js';
import type { Scribe } from './scribe.js';
import type { Store } from './store.js';

/** What everybody in a scripted server shares. */
export interface World {
  readonly scribe: Scribe;
  readonly store: Store;
  readonly scheduler: SchedulerLike;
  /** Milliseconds before each event of a turn. */
  readonly pace: number;
  readonly directory: string;
  /** As `provider/model`; without it any is known. */
  readonly models: readonly string[] | undefined;
  /** Without it any is known. */
  readonly agents: readonly string[] | undefined;
  /** Everything that happens, once it is stored. */
  readonly events$: Observable<OpencodeEvent>;
  /** Stores what happens and tells whoever listens. */
  readonly happen: (...events: readonly OpencodeEvent[]) => void;
}

/** An event as the server says it. */
export const event = <Type extends EventType>(type: Type, properties: EventProperties<Type>): OpencodeEvent =>
  ({ type, properties }) as unknown as OpencodeEvent;

/** Events one after the other, each made when its time has come. */
export const says = (
  { pace, scheduler }: World,
  ...makes: readonly (() => OpencodeEvent)[]
): Observable<OpencodeEvent> => concat(...makes.map(make => timer(pace, scheduler).pipe(map(make))));

/** The session has another status. */
export const status = (sessionID: string, type: 'busy' | 'idle'): OpencodeEvent =>
  event('session.status', { sessionID, status: { type } satisfies SessionStatus });

/** The two ways in which a server says that a session is idle. */
export const idle = (sessionID: string): readonly (() => OpencodeEvent)[] => [
  () => status(sessionID, 'idle'),
  () => event('session.idle', { sessionID }),
];
