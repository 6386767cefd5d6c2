/** An answer whose body is written as time goes by. */
export interface EventStream {
  readonly response: Response;
  /** The next chunk; nothing is split or joined on the way. */
  readonly send: (chunk: string | Uint8Array) => void;
  /** Ends it properly. */
  readonly end: () => void;
  /** Breaks the connection. */
  readonly cut: (error?: Error) => void;
  /** Whether the reader cancelled it. */
  readonly isCancelled: () => boolean;
}

/** Opens an event stream. */
export function eventStream(
  headers: HeadersInit = { 'content-type': 'text/event-stream' },
  onCancel?: () => void,
): EventStream {
  let cancelled = false;
  const encoder = new TextEncoder();
  const { readable, controller } = controlled(() => {
    cancelled = true;
    onCancel?.();
  });
  return {
    response: new Response(readable, { headers }),
    send: chunk => controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk),
    end: () => controller.close(),
    cut: (error = new TypeError('terminated')) => controller.error(error),
    isCancelled: () => cancelled,
  };
}

function controlled(cancel: () => void) {
  const streams: ReadableStreamDefaultController<Uint8Array>[] = [];
  const readable = new ReadableStream<Uint8Array>({ start: given => void streams.push(given), cancel });
  const [controller] = streams;
  if (controller === undefined) throw new Error('ReadableStream did not start');
  return { readable, controller };
}
