import { concatMap, from, lastValueFrom, map, tap, timer } from 'rxjs';
import type { OpencodeEvent } from '../../wire/index.js';
import type { World } from './world.js';

/** How recorded events are played. */
export interface PlayOptions {
  /**
   * Milliseconds before each event.
   * @defaultValue that of the server's turns
   */
  readonly pace?: number;
}

/** Lets events happen, one after the other; resolves after the last. */
export function playEvents(
  { pace: usual, scheduler, happen }: World,
  events: readonly OpencodeEvent[],
  { pace = usual }: PlayOptions,
): Promise<void> {
  const played = from(events).pipe(
    concatMap(event => timer(pace, scheduler).pipe(map(() => event))),
    tap(event => happen(event)),
    map(() => undefined),
  );
  return lastValueFrom(played, { defaultValue: undefined });
}
