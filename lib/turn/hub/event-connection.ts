import { defer, filter, map, type MonoTypeOperatorFunction, type Observable } from 'rxjs';
import type { Instrumentation } from '../../instrumentation.js';
import { connection, type Connection } from '../../transport/connection.js';
import type { HttpContext } from '../../transport/http.js';
import { pageSignals } from '../../transport/page-signals.js';
import type { SseMessage } from '../../transport/parse-events.js';
import { sseBatches, type SseRequest } from '../../transport/sse.js';
import { joinUrl } from '../../transport/url.js';
import { eventDecoder, type Decoded, type OpencodeEvent } from '../../wire/index.js';

/** How the event connection of a client behaves. */
export interface EventConnectionOptions {
  /** Bytes. */
  readonly maxEventBytes: number;
  /** Milliseconds. */
  readonly connectTimeout: number;
  /** Milliseconds. */
  readonly heartbeatTimeout: number;
}

const PATH = '/event';

/** By this the server says that it listens to what happens from now on. */
const READY = 'server.connected';

/** Events that came with one chunk of bytes; at least one. */
export type EventBatch = readonly OpencodeEvent[];

/** The one connection of a client to `GET /event` (`lib/wire/PROTOCOL.md`), decoded; not opened yet. */
export function eventConnection(http: HttpContext, options: EventConnectionOptions): Connection<EventBatch> {
  return connection({
    path: PATH,
    open: ({ connectTimeout }) => lifeOf(http, { ...options, connectTimeout }),
    isReady: ([first]) => first?.type === READY,
    isProgress: batch => batch.some(({ type }) => type !== READY && type !== 'server.heartbeat'),
    heartbeatTimeout: options.heartbeatTimeout,
    connectTimeout: options.connectTimeout,
    wake$: pageSignals(),
    random: Math.random,
    instrumentation: http.instrumentation,
  });
}

/** One life of the connection. */
const lifeOf = (http: HttpContext, limits: Omit<EventConnectionOptions, 'heartbeatTimeout'>): Observable<EventBatch> =>
  defer(() => {
    const decode = eventDecoder();
    return sseBatches(requestOf(http, limits)).pipe(
      map(messages => eventsIn(messages, decode, http.instrumentation)),
      filter(({ length }) => length > 0),
      beginWithReady(),
    );
  });

const requestOf = (
  { baseUrl, baseQuery, headers, fetch, toError, instrumentation }: HttpContext,
  { maxEventBytes, connectTimeout }: Omit<EventConnectionOptions, 'heartbeatTimeout'>,
): SseRequest => ({
  url: joinUrl(baseUrl, baseQuery, PATH),
  headers,
  fetch,
  toError,
  maxEventBytes,
  connectTimeout,
  onOversized: size => {
    instrumentation.notify('opencode.event.invalid', { reason: 'oversized', size });
  },
});

/** What comes before the server is ready is nothing to count on, also where it comes with the same chunk. */
const beginWithReady = (): MonoTypeOperatorFunction<EventBatch> => source =>
  defer(() => {
    let isReady = false;
    return source.pipe(
      map(batch => {
        const start = isReady ? 0 : batch.findIndex(({ type }) => type === READY);
        isReady ||= start >= 0;
        return start > 0 ? batch.slice(start) : batch;
      }),
    );
  });

/** Frames that are no events are reported and dropped: one bad frame kills nothing. */
function eventsIn(
  messages: readonly SseMessage[],
  decode: (data: string) => Decoded,
  instrumentation: Instrumentation,
): EventBatch {
  const events: OpencodeEvent[] = [];
  for (const { data } of messages) {
    const { event, invalid } = decode(data);
    if (invalid === undefined) events.push(event);
    else instrumentation.notify('opencode.event.invalid', { ...invalid });
  }
  return events;
}
