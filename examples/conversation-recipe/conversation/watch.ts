import { defer, distinctUntilChanged, repeat, takeWhile, type Observable } from 'rxjs';
import type { Message } from '../db/rows.js';
import { stubborn } from '../db/stubborn.js';
import type { Recipe } from '../recipe.js';
import { messageOf } from './read.js';

/** Milliseconds between two looks at a row. */
const LOOK_EVERY = 500;

/**
 * A reply as its row grows, whoever generates it: now, at each change that a look finds, and as it ended.
 *
 * Completes with the reply. Errors when there is no such message, and with `BadRowError`; while the database is away, it
 * waits. Unsubscribing ends the looks, and nothing else.
 */
export const watch = (recipe: Recipe, messageId: number): Observable<Message> =>
  defer(() => stubborn(() => messageOf(recipe, messageId))).pipe(
    repeat({ delay: LOOK_EVERY }),
    distinctUntilChanged((one, other) => stateOf(one) === stateOf(other)),
    takeWhile(({ status, claimedUntil }) => status === 'pending' || claimedUntil !== null, true),
  );

/** What a reader sees of it; not that somebody holds on to it. */
const stateOf = ({ status, parts, error, claimedUntil }: Message): string =>
  JSON.stringify([status, parts, error, claimedUntil === null]);
