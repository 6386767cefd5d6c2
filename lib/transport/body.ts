import { Observable, from, map, type Subscriber } from 'rxjs';

/** A body as a row of chunks that are asked for, whichever of its two kinds it is. */
interface BodyReader {
  /** The next chunk; undefined at the end; rejects when the connection broke. */
  read(): Promise<Uint8Array | undefined>;
  cancel(): void;
}

/** Node's `Readable`, which node-fetch (and so cross-fetch) gives as body though typed otherwise. */
type NodeBody = AsyncIterable<Uint8Array | string> & { destroy?(): void };

/**
 * The chunks of a response's body, read one at a time: the next only after the subscriber took the last, so that a
 * slow subscriber slows the socket.
 *
 * Producers: one reader per subscription, and a body can be read once. First value: with the first bytes. Completes at
 * the end of the body. Errors with what the platform says when the connection breaks. Unsubscribing cancels the body;
 * that alone does not close node-fetch's socket, the request's signal must be aborted as well.
 */
export function chunksOf(response: Response): Observable<Uint8Array> {
  const { body } = response;
  if (!body) return from(response.text()).pipe(map(text => new TextEncoder().encode(text)));
  return new Observable(subscriber => {
    const reader = readerOf(body);
    void pump(reader, subscriber);
    return () => {
      reader.cancel();
    };
  });
}

/** Lets a body go that nobody will read. */
export function cancelBody({ body }: Response): void {
  if (body) readerOf(body).cancel();
}

async function pump(reader: BodyReader, subscriber: Subscriber<Uint8Array>): Promise<void> {
  try {
    while (!subscriber.closed) {
      const chunk = await reader.read();
      if (chunk === undefined) subscriber.complete();
      else subscriber.next(chunk);
    }
  } catch (error) {
    subscriber.error(error);
  }
}

function readerOf(body: ReadableStream<Uint8Array> | NodeBody): BodyReader {
  return 'getReader' in body ? webReader(body) : nodeReader(body);
}

function webReader(body: ReadableStream<Uint8Array>): BodyReader {
  const reader = body.getReader();
  return {
    read: async () => (await reader.read()).value,
    cancel: () => void reader.cancel().catch(() => undefined),
  };
}

function nodeReader(body: NodeBody): BodyReader {
  const iterator = body[Symbol.asyncIterator]();
  return {
    read: async () => {
      const next = await iterator.next();
      if (next.done) return undefined;
      return typeof next.value === 'string' ? new TextEncoder().encode(next.value) : next.value;
    },
    // `iterator.return()` would wait for the read under way, which may never end.
    cancel: () => body.destroy?.(),
  };
}
