import { filter, type OperatorFunction } from 'rxjs';
import type { EventOf, EventType } from '../wire/index.js';
import type { EventLike } from './reply-steps.js';

/**
 * Only the events of these types, typed as such.
 *
 * Completes and errors with the source; unsubscribing unsubscribes from it.
 */
export const ofType = <T extends EventType>(...types: readonly T[]): OperatorFunction<EventLike, EventOf<T>> => {
  const wanted: ReadonlySet<string> = new Set(types);
  return source => source.pipe(filter((event): event is EventOf<T> => wanted.has(event.type)));
};
