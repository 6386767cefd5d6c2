import { createParser } from 'eventsource-parser';
import { defer, filter, map, tap, type OperatorFunction } from 'rxjs';
import { endFrames, frameGate, passFrames, type FrameSink } from './frame-gate.js';
import { utf8Reader } from './text.js';

/** One event of an SSE stream. */
export interface SseMessage {
  /** Its `event:` field. */
  readonly event?: string | undefined;
  /** Its `data:` lines, joined by line feeds. */
  readonly data: string;
  /** Its own `id:` field; nothing is carried over from earlier events. */
  readonly id?: string | undefined;
}

/** How `parseEvents` guards itself. */
export interface ParseEventsOptions {
  /** Bytes an event may have, its blank line included; a longer one is left out, and no more than this is ever held. */
  readonly maxEventBytes: number;
  /** Hears of each event left out, when it has ended, with its size in bytes. */
  readonly onOversized?: ((size: number) => void) | undefined;
}

const LF = 10;
const CR = 13;
const BOM = 0xfeff;
/** No character's code. */
const NOTHING = -1;

/**
 * Bytes of an event stream → its events, those that ended with a chunk together. Comments, unknown fields and events
 * without data say nothing; an event the stream's end cuts off is dropped.
 *
 * Producers: the source. First value: with the blank line that ends the first event; never an empty one. Completes and
 * errors with the source; unsubscribing unsubscribes from it.
 */
export function parseEvents(options: ParseEventsOptions): OperatorFunction<Uint8Array, readonly SseMessage[]> {
  return source =>
    defer(() => {
      let batch: SseMessage[] = [];
      const sink = parserSink(options, message => batch.push(message));
      const gate = frameGate(options.maxEventBytes, sink);
      const end = (): void => {
        endFrames(gate);
      };
      return source.pipe(
        tap({ complete: end, error: end }),
        map(chunk => {
          batch = [];
          passFrames(gate, chunk);
          return batch;
        }),
        filter(({ length }) => length > 0),
      );
    });
}

function parserSink({ onOversized }: ParseEventsOptions, onEvent: (message: SseMessage) => void): FrameSink {
  const parser = createParser({ onEvent });
  // A BOM is what the stream begins with. The parser looks for one whenever it begins anew, and finds three letters.
  parser.feed('');
  const decoder = utf8Reader();
  let passedOver = BOM;
  return {
    feed: bytes => {
      const text = decoder.read(bytes);
      if (text === '') return;
      const start = text.charCodeAt(0) === passedOver ? 1 : 0;
      passedOver = text.charCodeAt(text.length - 1) === CR ? LF : NOTHING;
      const lines = withLineFeeds(text.slice(start));
      // What the parser held back it joins with what comes next: with the end of that line it copies no whole chunk.
      const end = lines.indexOf('\n') + 1;
      parser.feed(lines.slice(0, end));
      parser.feed(lines.slice(end));
    },
    reset: () => {
      decoder.reset();
      parser.reset();
      parser.feed('');
      passedOver = NOTHING;
    },
    refused: size => onOversized?.(size),
  };
}

/**
 * The parser would hold back a last CR until it knows whether LF follows, and with it an event that is complete; and of
 * a chunk with one it searches the rest at every line.
 */
const withLineFeeds = (text: string): string => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);
