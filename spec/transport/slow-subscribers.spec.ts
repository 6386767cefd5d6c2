import { fetch as crossFetch } from 'cross-fetch';
import { concatMap, lastValueFrom, map, NEVER, takeWhile, tap, type Observable } from 'rxjs';
import { OpencodeClient } from '../../lib/client.js';
import { sse } from '../../lib/transport/sse.js';
import { AMPLE, isFuzz } from '../support/fuzz.js';
import { heldBytes, heldNow } from '../support/heap.js';
import { block, pouringServer, type PouringServer } from '../support/pour.js';

const MIB = 1 << 20;

/** What is sent in all. */
const TOTAL = (isFuzz ? 2_000 : 220) * MIB;
const EVENT = MIB;

/** What fits the buffers of two sockets and a stream, with much to spare. */
const UNDER_WAY = 24 * MIB;

jest.setTimeout(AMPLE);

/** How often the heap is looked at. */
const LOOKS = 8;

/** Looks at server and heap while events come. */
class Look {
  received = 0;
  lead = 0;
  held = 0;
  #looks = 0;

  constructor(private readonly server: PouringServer) {}

  take(length: number): void {
    this.received += length;
    this.lead = Math.max(this.lead, this.server.sent() - this.received);
    // To look costs more than to take.
    if (this.received / TOTAL < this.#looks / LOOKS) return;
    this.#looks += 1;
    this.held = Math.max(this.held, heldNow());
  }
}

describe.each([
  ['cross-fetch', crossFetch],
  ['native fetch', globalThis.fetch],
])('with %s', (_name, fetch) => {
  let server: PouringServer;
  const pouring = async (total: number): Promise<Look> => {
    server = await pouringServer(total, EVENT);
    return new Look(server);
  };
  const streams: readonly (readonly [string, () => Observable<number>])[] = [
    [
      'sse()',
      () => sse({ url: server.url, fetch }).pipe(map(({ data }) => (data.includes('the.end') ? 0 : data.length))),
    ],
    [
      'client.events$',
      () =>
        new OpencodeClient({ baseUrl: server.url, fetch }).events$.pipe(
          map(event => (event.type === ('the.end' as string) ? 0 : JSON.stringify(event).length)),
        ),
    ],
  ];

  afterEach(() => server.close());

  // What is behind the one is behind the other: with both only when there is time.
  it.each(isFuzz || fetch === crossFetch ? streams : streams.slice(0, 1))(
    '%s reads as fast as the subscriber takes the events and no faster',
    async (_what, open) => {
      const look = await pouring(TOTAL);
      const before = await heldBytes();
      const slow$ = open().pipe(
        takeWhile(length => length > 0),
        tap(length => {
          look.take(length);
          block(1);
          // For a while nothing is taken at all: a reader that does not wait would have it all by then.
          if (look.received === length) block(500);
        }),
      );
      await lastValueFrom(slow$);
      expect(look.received).toBeGreaterThan(TOTAL);
      expect(look.lead).toBeLessThan(UNDER_WAY);
      expect(server.waits()).toBeGreaterThan(TOTAL / UNDER_WAY);
      expect(look.held - before).toBeLessThan(2 * UNDER_WAY);
    },
  );

  it('an operator that puts events aside has taken them: they are read on, and it holds them', async () => {
    const look = await pouring(40 * MIB);
    const aside$ = sse({ url: server.url, fetch }).pipe(
      tap(({ data }) => {
        look.take(data.length);
      }),
      concatMap(() => NEVER),
    );
    const subscription = aside$.subscribe();
    while (look.received < 40 * MIB) await new Promise(resolve => setTimeout(resolve, 1));
    subscription.unsubscribe();
  });
});
