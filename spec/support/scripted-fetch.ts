import type { Fetch } from '../../lib/transport/http.js';

/** One call of a scripted `fetch`. */
export interface ScriptedCall {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  /** Parsed JSON; undefined when nothing was sent. */
  readonly body: unknown;
  readonly signal: AbortSignal;
}

/** Answers a call; may wait, may reject like a network. */
export type Script = (call: ScriptedCall, index: number) => Response | Promise<Response>;

/** A `fetch` that asks a script and remembers its calls. Like the platform's, it rejects when its signal is aborted. */
export function scriptedFetch(script: Script): { readonly fetch: Fetch; readonly calls: readonly ScriptedCall[] } {
  const calls: ScriptedCall[] = [];
  const fetch: Fetch = async (input, init = {}) => {
    const { method = 'GET', headers, body, signal } = init;
    const call: ScriptedCall = {
      method,
      url: new URL(input instanceof Request ? input.url : input),
      headers: new Headers(headers),
      body: typeof body === 'string' ? (JSON.parse(body) as unknown) : undefined,
      signal: signal ?? new AbortController().signal,
    };
    calls.push(call);
    return Promise.race([script(call, calls.length - 1), aborted(call.signal)]);
  };
  return { fetch, calls };
}

/** An answer of JSON. */
export function json(body: unknown, init: ResponseInit = {}): Response {
  return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' }, ...init });
}

/** Rejects the way Node's `fetch` does when the network fails. */
export function networkError(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}

/** A body under the hands of a spec. */
export interface ScriptedStream {
  readonly response: Response;
  /** The next chunk; nothing is split or joined on the way. */
  readonly send: (chunk: string | Uint8Array) => void;
  readonly end: () => void;
  /** Breaks the connection. */
  readonly cut: (error?: Error) => void;
  /** Whether the reader cancelled it. */
  readonly isCancelled: () => boolean;
}

/** An answer with an event stream that the spec writes as it goes. */
export function eventStream(headers: HeadersInit = { 'content-type': 'text/event-stream' }): ScriptedStream {
  let cancelled = false;
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({
    start: given => {
      controller = given;
    },
    cancel: () => {
      cancelled = true;
    },
  });
  return {
    response: new Response(body, { headers }),
    send: chunk => {
      controller.enqueue(typeof chunk === 'string' ? encoder.encode(chunk) : chunk);
    },
    end: () => {
      controller.close();
    },
    cut: (error = new TypeError('terminated')) => {
      controller.error(error);
    },
    isCancelled: () => cancelled,
  };
}

async function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
  });
}
