import { decodeEvent, type OpencodeEvent } from '../../wire/index.js';

/**
 * Reads the events of a recording: the text of an event stream (`data: {…}` lines, as `curl` writes it), or one JSON
 * event a line. Throws a `TypeError` that names the line which is none.
 */
export function readTrace(recording: string): readonly OpencodeEvent[] {
  return recording.split(/\r?\n/).flatMap((line, index) => {
    const data = /^(?:data:)?\s*(\{.*)$/.exec(line)?.[1];
    if (data === undefined) return [];
    const { event, invalid } = decodeEvent(data);
    if (invalid) throw new TypeError(`readTrace: line ${String(index + 1)}: ${invalid.reason}`);
    return [event];
  });
}
