/** The first back-off at most, and the one after a loss of a connection that worked (ms). */
const FIRST_DELAY = 500;
/** No back-off is longer (ms). */
const LONGEST_DELAY = 30_000;
/** How long a server that was just refusing may take to answer (ms). */
const PATIENCE_AFTER_REFUSAL = 2_000;

/**
 * Milliseconds to wait after so many failures in a row (from 1): 250-500 at first, doubling up to 15 000-30 000. The
 * upper half of each is chance, so that clients cut off together do not come back together.
 *
 * @param asked milliseconds for which the server asked; if longer, they count, up to 30 000
 */
export function backoff(failures: number, random: () => number, asked = 0): number {
  const longest = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** (failures - 1));
  return Math.max((longest * (1 + random())) / 2, Math.min(LONGEST_DELAY, asked));
}

/**
 * Milliseconds the coming try may take to answer: all of `longest`, but little right after a refused one, for a server
 * that starts accepts connections shortly before it is ready, and never answers those (`lib/wire/PROTOCOL.md`). From
 * there it doubles.
 *
 * @param previous what the try before had; undefined when that one worked
 */
export function connectDeadline(longest: number, wasRefused: boolean, previous: number | undefined): number {
  const wanted = wasRefused ? PATIENCE_AFTER_REFUSAL : previous === undefined ? longest : previous * 2;
  return Math.min(longest, wanted);
}
