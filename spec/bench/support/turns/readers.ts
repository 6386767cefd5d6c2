import { createParser } from 'eventsource-parser';
import type { Reply, ReplyPart } from '../../../../lib/index.js';
import type { Api } from '../api.js';
import { listener, SESSION, type Frame, type Reader } from './listener.js';

/** The least that any client must do: native fetch, eventsource-parser and `JSON.parse`. */
export const floor: Reader = async (url, deltas) => {
  const isDone = listener(url, deltas);
  const left = new AbortController();
  const { body } = await fetch(`${url}/event`, { signal: left.signal });
  const seen = { text: '', isAll: false };
  const onEvent = ({ data }: { readonly data: string }): void => {
    const frame = JSON.parse(data) as Frame;
    if (frame.type === 'message.part.delta') seen.text += frame.properties.delta ?? '';
    seen.isAll ||= isDone(frame);
  };
  const parser = createParser({ onEvent });
  const decoder = new TextDecoder();
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    if (seen.isAll) break;
  }
  left.abort();
  return seen.text;
};

/** Ours: a snapshot after each delta. `fetch` is the package's default, unless another is given. */
export const ours =
  ({ OpencodeClient }: Api, fetch?: typeof globalThis.fetch): Reader =>
  async (url, deltas) => {
    const client = new OpencodeClient({ baseUrl: url, ...(fetch && { fetch }) });
    const { promise, resolve, reject } = withResolvers<Reply>();
    let left = Infinity;
    const isBegun = ({ parts }: Reply): boolean => textOf(parts.at(-1)) !== '';
    client.stream(SESSION, 'Go').subscribe({
      next: reply => {
        if (left < Infinity) left -= 1;
        else if (isBegun(reply)) left = deltas - 1;
        if (left === 0) resolve(reply);
      },
      error: reject,
    });
    const reply = await promise;
    client.close();
    return reply.fullText;
  };

const textOf = (part: ReplyPart | undefined): string => (part?.type === 'text' ? part.content : '');

function withResolvers<T>() {
  const rest: { resolve: (value: T) => void; reject: (reason: unknown) => void }[] = [];
  const promise = new Promise<T>((resolve, reject) => rest.push({ resolve, reject }));
  return { promise, ...rest[0]! };
}
