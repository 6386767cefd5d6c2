import { lookup } from 'mrmime';

/** What a file is taken for whose type is not known, for artifacts are text. */
const PLAIN_TEXT = 'text/plain';

/** The extensions that the registry knows as something other than the source files agents write: video, a bookmark. */
const SOURCE_FILE = /\.(ts|mts|cts|tsx|rs)$/i;

/** The MIME type of a text file by its name, `text/plain` when its extension says nothing. */
export function mimeTypeOf(name: string): string {
  return SOURCE_FILE.test(name) ? PLAIN_TEXT : (lookup(name) ?? PLAIN_TEXT);
}
