import type { Parameters } from 'fast-check';

/** How many runs `npm run fuzz` asks for; 0 in an ordinary test. */
const asked = Number(process.env['OPENCODE_RX_FUZZ'] ?? 0);
const seed = Number(process.env['OPENCODE_RX_SEED'] ?? Date.now());

/** Whether `npm run fuzz` asks for more than an ordinary test. */
export const isFuzz = asked > 0;

/**
 * How often a property is tried: an ordinary test tries the same few each time, `npm run fuzz` many by chance. A run of
 * some properties takes longer: they are tried `costs` times less.
 */
export const runs = <T>(few: number, costs = 1): Parameters<T> =>
  isFuzz ? { numRuns: Math.ceil(asked / costs), seed } : { numRuns: few, seed: 1 };

/** How often something is done that is no property: so many times more by `npm run fuzz`. */
export const longer = (few: number, times: number): number => (isFuzz ? few * times : few);

/** Milliseconds for a property, on a machine that has other work. */
export const AMPLE = isFuzz ? 86_400_000 : 120_000;
