import * as fc from 'fast-check';
import type { PlaybackOptions } from '../playback.js';
import type { Gap } from '../staging.js';
import { Store } from '../../../lib/testing/world/store.js';
import type { Tale } from './tell.js';

/** How a story comes to us. Positions are counted from one another, so that every shrunk value is one too. */
export interface Delivery {
  readonly attaches: boolean;
  readonly attachesLater: number;
  readonly gaps: readonly { readonly after: number; readonly swallows: number; readonly bytes: number }[];
  readonly lags: readonly number[];
  readonly delay: number;
}

/** Every delivery there is. */
export const anyDelivery: fc.Arbitrary<Delivery> = fc.record({
  attaches: fc.nat(3).map(chance => chance === 3),
  attachesLater: fc.nat(30),
  gaps: fc.array(fc.record({ after: fc.nat(30), swallows: fc.nat(15), bytes: fc.nat(40) }), { maxLength: 3 }),
  lags: fc.array(fc.nat(15), { maxLength: 4 }),
  delay: fc.nat(4).map(chance => Math.max(0, chance - 2)),
});

/**
 * Before which events the session is at work. Where it only seems to rest (its prompt is not begun, its abort not
 * complete) the server is not to stand still for as long as it takes to come back twice: it would count as killed.
 */
function workingPlaces(tale: Tale): readonly number[] {
  const store = new Store();
  return tale.events.flatMap((event, at) => {
    const works = tale.sessionID in store.statuses;
    store.apply(event);
    return works && at > (tale.promptAt ?? 0) ? [at] : [];
  });
}

/**
 * How a tale is played for this delivery. Where the server is killed, nothing is late: a late word of an abort before
 * would pass for the reason.
 */
export function delivering(tale: Tale, { attaches, attachesLater, gaps, lags, delay }: Delivery): PlaybackOptions {
  const places = workingPlaces(tale);
  const place = (after: number) => places[after % places.length] ?? 0;
  const attachAt = attaches ? place(attachesLater) : undefined;
  let at = attachAt ?? tale.promptAt ?? 0;
  const last = tale.events.length;
  const working = (from: number) => places.find(works => works >= from) ?? last;
  const placed = gaps.flatMap(({ after, swallows, bytes }, index): Gap[] => {
    const from = index === 0 ? at + after : working(at + after);
    const to = Math.min(from + swallows, last);
    at = (index === 0 ? to : working(to)) + 1;
    return from > last ? [] : [{ from, to: at - 1, bytes }];
  });
  return { attachAt, gaps: placed, delay: tale.killed ? 0 : delay, ...(lags.length > 0 && { lags }) };
}
