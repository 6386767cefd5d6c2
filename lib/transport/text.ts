import { defer, last, map, scan, takeWhile, type OperatorFunction } from 'rxjs';

/** Text that is not what it should be is kept this long in errors (characters). */
const EXCERPT = 2_000;

/** Bytes that come in pieces, as text. What a piece leaves open of a character is kept for the next. */
export interface Utf8Reader {
  read(bytes: Uint8Array): string;
  /** Forgets what is open. */
  reset(): void;
}

/** The first byte that is no character by itself. */
const BEYOND_ASCII = 0x80;

/**
 * As one `TextDecoder` with `{stream: true}`, and several times as fast: one without is quick (in Node by far), and right
 * for a piece that begins and ends between characters. A BOM is a character like the others.
 */
export function utf8Reader(): Utf8Reader {
  const [whole, streaming] = [
    new TextDecoder('utf-8', { ignoreBOM: true }),
    new TextDecoder('utf-8', { ignoreBOM: true }),
  ];
  let isBetween = true;
  return {
    read: bytes => {
      const wasBetween = isBetween;
      isBetween = (bytes.at(-1) ?? BEYOND_ASCII) < BEYOND_ASCII;
      return wasBetween && isBetween ? whole.decode(bytes) : streaming.decode(bytes, { stream: true });
    },
    reset: () => {
      streaming.decode();
      isBetween = true;
    },
  };
}

/** The bytes of a whole body as one text when it ends; of one longer than `limit` characters, the beginning at once. */
export function toText(limit = Infinity): OperatorFunction<Uint8Array, string> {
  return source =>
    defer(() => {
      const decoder = new TextDecoder();
      return source.pipe(
        map(chunk => decoder.decode(chunk, { stream: true })),
        scan((text, piece) => text + piece, ''),
        takeWhile(text => text.length < limit, true),
        last(() => true, ''),
      );
    });
}

/** As much of a text as an error keeps. */
export function excerpt(text: string): string {
  return text.slice(0, EXCERPT);
}
