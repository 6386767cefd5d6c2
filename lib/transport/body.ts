import { Observable, from, map, type Subscriber } from 'rxjs';

/** Node's `Readable`, which node-fetch (and so cross-fetch) gives as body though typed otherwise. */
interface NodeBody {
  on(event: 'data', listener: (chunk: Uint8Array | string) => void): unknown;
  on(event: 'end' | 'close', listener: () => void): unknown;
  on(event: 'error', listener: (error: unknown) => void): unknown;
  destroy?(): void;
  /** Whether nothing comes of it any more, and nobody is told of that again. */
  readonly destroyed?: boolean;
  readonly readableEnded?: boolean;
}

const closedEarly = (): Error => new Error('the body was closed before its end');

/**
 * The chunks of a response's body, read one at a time: the next only after the subscriber took the last, so that a
 * slow subscriber slows the socket.
 *
 * Producers: one reader per subscription, and a body can be read once. First value: with the first bytes. Completes at
 * the end of the body. Errors with what the platform says when the connection breaks. Unsubscribing cancels the body;
 * that alone does not close node-fetch's socket, the request's signal must be aborted as well.
 */
export function chunksOf(response: Response): Observable<Uint8Array> {
  const { body } = response as { readonly body?: ReadableStream<Uint8Array> | NodeBody | null };
  if (!body) return from(response.text()).pipe(map(text => new TextEncoder().encode(text)));
  return 'getReader' in body ? webChunks(body) : nodeChunks(body);
}

/** Lets a body go that nobody will read. */
export function cancelBody(response: Response): void {
  chunksOf(response)
    .subscribe({ error: () => undefined })
    .unsubscribe();
}

function webChunks(body: ReadableStream<Uint8Array>): Observable<Uint8Array> {
  return new Observable(subscriber => {
    const reader = body.getReader();
    void pump(reader, subscriber);
    return () => void reader.cancel().catch(() => undefined);
  });
}

async function pump(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  subscriber: Subscriber<Uint8Array>,
): Promise<void> {
  try {
    while (!subscriber.closed) {
      const { value } = await reader.read();
      if (value === undefined) subscriber.complete();
      else subscriber.next(value);
    }
  } catch (error) {
    subscriber.error(error);
  }
}

/** What flows while a listener takes it is not read ahead: the listener is done before the next is read. */
function nodeChunks(body: NodeBody): Observable<Uint8Array> {
  return new Observable(subscriber => {
    body.on('error', error => {
      subscriber.error(error);
    });
    body.on('end', () => {
      subscriber.complete();
    });
    body.on('close', () => {
      subscriber.error(closedEarly());
    });
    body.on('data', chunk => {
      subscriber.next(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk);
    });
    // It may have broken while a `fetch` of the user's own kept the response.
    if (body.destroyed === true || body.readableEnded === true) subscriber.error(closedEarly());
    return () => body.destroy?.();
  });
}
