/** Where {@link messageIDs} takes time and chance from. */
export interface MessageIDOptions {
  /**
   * The time in milliseconds since 1970.
   * @defaultValue `Date.now`
   */
  readonly now?: () => number;
  /**
   * `count` random bytes.
   * @defaultValue `crypto.getRandomValues` where it exists, else `Math.random`
   */
  readonly random?: (count: number) => Uint8Array;
}

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const perMillisecond = 4096;
/** The ids hold 48 bits of time and counter, so the milliseconds wrap at 36. */
const wrap = 2 ** 36;
/** How far a server's clock may be ahead of ours (ms). */
const DAY = 86_400_000;

/** Makes a source of message ids whose first 12 digits grow with each call (but for the wrap every 795 days). */
export function messageIDs({ now = Date.now, random = randomBytes }: MessageIDOptions = {}): () => string {
  let last = -Infinity;
  let counter = 0;
  return () => {
    const time = Math.max(last, now());
    counter = time === last ? counter + 1 : 0;
    last = time + Math.floor(counter / perMillisecond);
    counter %= perMillisecond;
    return `msg_${stamp(last, counter)}${Array.from(random(14), byte => digits.charAt(byte % 62)).join('')}`;
  };
}

const next = messageIDs();

/**
 * A new id for a user message, in the server's own form (`lib/wire/PROTOCOL.md` § 4.1). Make it yourself to store it
 * before the prompt is sent.
 */
export function createMessageID(): string {
  return next();
}

/**
 * When the server made something with this id, in milliseconds since 1970; `undefined` where the id does not tell
 * (`lib/wire/PROTOCOL.md` § 2.1). Of a server whose clock is ahead: now.
 */
export function timeOfID(id: string, now: number): number | undefined {
  const [, stamped] = /^[a-z]+_([0-9a-f]{12})/.exec(id) ?? [];
  if (stamped === undefined) return undefined;
  const age = (((now - Math.floor(parseInt(stamped, 16) / perMillisecond)) % wrap) + wrap) % wrap;
  return wrap - age < DAY ? now : now - age;
}

function stamp(time: number, counter: number): string {
  return ((time % wrap) * perMillisecond + counter).toString(16).padStart(12, '0');
}

function randomBytes(count: number): Uint8Array {
  const bytes = new Uint8Array(count);
  const source = (globalThis as { crypto?: Crypto }).crypto;
  return source?.getRandomValues(bytes) ?? bytes.map(() => Math.random() * 256);
}
