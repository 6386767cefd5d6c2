import { from } from 'rxjs';
import { parseEvents, type SseMessage } from '../../lib/transport/parse-events.js';

export const encoder = new TextEncoder();

/** A text as it goes over the wire. */
export const bytesOf = (text: string): Uint8Array => encoder.encode(text);

/** What a stream came to. */
export interface Outcome {
  readonly messages: readonly SseMessage[];
  /** The sizes of the events that were left out. */
  readonly oversized: readonly number[];
}

/** Parses a stream that ends; what it throws or errors with is thrown. */
export function parse(chunks: Iterable<Uint8Array>, maxEventBytes = 1 << 30): Outcome {
  const messages: SseMessage[] = [];
  const oversized: number[] = [];
  const errors: unknown[] = [];
  from(chunks)
    .pipe(parseEvents({ maxEventBytes, onOversized: size => oversized.push(size) }))
    .subscribe({ next: batch => messages.push(...batch), error: error => errors.push(error) });
  if (errors.length > 0) throw errors[0] as Error;
  return { messages, oversized };
}

/** The data of its events. */
export const dataOf = ({ messages }: Outcome): string[] => messages.map(({ data }) => data);

export const LINE_ENDS = [
  ['LF', '\n'],
  ['CR', '\r'],
  ['CRLF', '\r\n'],
] as const;
