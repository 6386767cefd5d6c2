import { from } from 'rxjs';
import { parseEvents, type SseMessage } from '../../lib/transport/parse-events.js';

/** What a stream came to. */
export interface Parsed {
  readonly messages: readonly SseMessage[];
  /** The sizes of the events that were left out. */
  readonly oversized: readonly number[];
}

const encoder = new TextEncoder();

/** A text as it goes over the wire. */
export const bytesOf = (text: string): Uint8Array => encoder.encode(text);

/** Parses a stream that ends; what it throws or errors with is thrown. */
export function parsed(chunks: Iterable<Uint8Array>, maxEventBytes = 1 << 30): Parsed {
  const messages: SseMessage[] = [];
  const oversized: number[] = [];
  const errors: unknown[] = [];
  from(chunks)
    .pipe(parseEvents({ maxEventBytes, onOversized: size => oversized.push(size) }))
    .subscribe({ next: message => messages.push(message), error: error => errors.push(error) });
  if (errors.length > 0) throw errors[0] as Error;
  return { messages, oversized };
}

/** The data of its events. */
export const dataIn = ({ messages }: Parsed): readonly string[] => messages.map(({ data }) => data);
