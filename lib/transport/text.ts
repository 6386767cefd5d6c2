import { defer, last, map, scan, takeWhile, type OperatorFunction } from 'rxjs';

/** Text that is not what it should be is kept this long in errors (characters). */
const EXCERPT = 2_000;

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
