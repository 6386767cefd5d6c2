import { filter, map, type Observable } from 'rxjs';
import type { Instrumentation } from '../../instrumentation.js';
import { connection, type Connection } from '../../transport/connection.js';
import type { HttpContext } from '../../transport/http.js';
import { pageSignals } from '../../transport/page-signals.js';
import { sse } from '../../transport/sse.js';
import { joinUrl } from '../../transport/url.js';
import { decodeEvent, type OpencodeEvent } from '../../wire/index.js';

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

/** The one connection of a client to `GET /event` (`lib/wire/PROTOCOL.md`), decoded; not opened yet. */
export function eventConnection(http: HttpContext, options: EventConnectionOptions): Connection<OpencodeEvent> {
  return connection({
    path: PATH,
    open: ({ connectTimeout }) => lifeOf(http, { ...options, connectTimeout }),
    isReady: ({ type }) => type === 'server.connected',
    isProgress: ({ type }) => type !== 'server.connected' && type !== 'server.heartbeat',
    heartbeatTimeout: options.heartbeatTimeout,
    connectTimeout: options.connectTimeout,
    wake$: pageSignals(),
    random: Math.random,
    instrumentation: http.instrumentation,
  });
}

const lifeOf = (
  http: HttpContext,
  { maxEventBytes, connectTimeout }: EventConnectionOptions,
): Observable<OpencodeEvent> =>
  sse({
    url: joinUrl(http.baseUrl, http.baseQuery, PATH),
    headers: http.headers,
    fetch: http.fetch,
    toError: http.toError,
    maxEventBytes,
    connectTimeout,
    onOversized: size => {
      http.instrumentation.notify('opencode.event.invalid', { reason: 'oversized', size });
    },
  }).pipe(
    map(({ data }) => decoded(http.instrumentation, data)),
    filter(event => event !== undefined),
  );

/** A frame that is no event is reported and dropped: one bad frame kills nothing. */
function decoded(instrumentation: Instrumentation, data: string): OpencodeEvent | undefined {
  const { event, invalid } = decodeEvent(data);
  if (invalid !== undefined) instrumentation.notify('opencode.event.invalid', { ...invalid });
  return event;
}
