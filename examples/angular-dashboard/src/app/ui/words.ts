const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span of milliseconds: `8 s`, `3 min`, `2 h`, `4 d`. */
export function span(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < MINUTE) return `${seconds} s`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min`;
  return seconds < DAY ? `${Math.floor(seconds / HOUR)} h` : `${Math.floor(seconds / DAY)} d`;
}

/** How long ago that was: `just now`, `3 min ago`. */
export function ago(time: number | undefined, now: number): string {
  if (time === undefined) return '';
  return now - time < MINUTE * 1000 ? 'just now' : `${span(now - time)} ago`;
}

/** A count of tokens: `950`, `1.2 k`, `3.4 M`. */
export function count(tokens: number): string {
  if (tokens < 1_000) return String(tokens);
  return tokens < 1_000_000 ? `${(tokens / 1_000).toFixed(1)} k` : `${(tokens / 1_000_000).toFixed(1)} M`;
}

/** US dollars, with as many digits as say something. */
export function dollars(amount: number): string {
  return `$${amount.toFixed(amount >= 1 || amount === 0 ? 2 : 4)}`;
}

/** Why something failed. */
export const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** `1 file`, `2 files`. */
export const plural = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
