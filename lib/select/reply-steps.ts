import { asyncScheduler, filter, map, scan, type OperatorFunction } from 'rxjs';
import { isTurnEvent } from '../reply/fold/event.js';
import { initialState, type FoldState } from '../reply/fold/state.js';
import { reduce } from '../reply/fold/reduce.js';
import type { Step } from '../reply/transition.js';
import { checkEvent, type OpencodeEvent } from '../wire/index.js';
import { flattened } from './flattened.js';

/** An event as somebody may hand it in: recorded, hand-made, of another server, with anything missing. */
export type EventLike = OpencodeEvent | { readonly type: string; readonly properties?: unknown };

/** The event as the fold takes it; none when it has the wrong shape, or calls itself one of the fold's own. */
const soundEvent = (event: EventLike): OpencodeEvent | undefined =>
  isTurnEvent(event) ? undefined : checkEvent(event).event;

/**
 * Folds events into one reply and emits what each did to it: `{reply, transition}`, one step per transition.
 *
 * Everything that comes is folded as one reply, but for the messages known to be a user's; an event of the wrong shape
 * is passed over. One fold per subscription. First value: with the first event that changes something. Completes and
 * errors as the source does; unsubscribing unsubscribes from it.
 */
export const replySteps = (): OperatorFunction<EventLike, Step> => source =>
  source.pipe(
    map(soundEvent),
    filter(event => event !== undefined),
    scan<OpencodeEvent, FoldState>(reduce, initialState({ now: () => asyncScheduler.now() })),
    map(state => state.steps),
    flattened(),
  );
