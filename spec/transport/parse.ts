import { from } from 'rxjs';
import { parseEvents, type SseMessage } from '../../lib/transport/parse-events.js';

export const encoder = new TextEncoder();
export const bytesOf = (text: string): Uint8Array => encoder.encode(text);

export interface Outcome {
  readonly messages: SseMessage[];
  readonly oversized: number[];
}

export function parse(chunks: Iterable<Uint8Array>, maxEventBytes = 1_000_000): Outcome {
  const messages: SseMessage[] = [];
  const oversized: number[] = [];
  const options = { maxEventBytes, onOversized: (size: number) => void oversized.push(size) };
  from(chunks)
    .pipe(parseEvents(options))
    .subscribe(batch => messages.push(...batch));
  return { messages, oversized };
}

export const dataOf = ({ messages }: Outcome): string[] => messages.map(({ data }) => data);

export const LINE_ENDS = [
  ['LF', '\n'],
  ['CR', '\r'],
  ['CRLF', '\r\n'],
] as const;
