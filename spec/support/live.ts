import type { Sandbox, SandboxOptions } from '../../examples/sandbox/index.js';
import { OpencodeClient, type OpencodeClientOptions } from '../../lib/index.js';
import { faultProxy, type FaultProxy } from './fault-proxy.js';
import { borrowSandbox, plainSession, useWarmSandbox } from './sandbox.js';

/** A real server with a scripted model, and a client that speaks to it through a proxy that counts and breaks. */
export interface Live {
  readonly sandbox: Sandbox;
  /** New for each spec. */
  readonly proxy: FaultProxy;
  /** New for each spec. */
  readonly client: OpencodeClient;
  /** Every client of the spec. */
  readonly clients: readonly OpencodeClient[];
  /** One more client of the same server through the same proxy. */
  readonly newClient: (options?: OpencodeClientOptions) => OpencodeClient;
  /** A new session, made without the client. */
  readonly newSession: (body?: Readonly<Record<string, unknown>>) => Promise<string>;
}

/**
 * The worker's server, or with options one for this spec file; a proxy and a client for each of its specs. After each
 * spec, before any client is closed, every event stream must be closed. (jest itself fails a spec on an unhandled
 * rejection or an uncaught error.)
 */
export function useLive(options?: SandboxOptions): () => Live {
  const sandbox = options === undefined ? borrowSandbox({ delay: 1 }) : useWarmSandbox({ delay: 1, ...options });
  let live: Live | undefined;
  beforeEach(async () => {
    live = liveOf(sandbox(), await faultProxy(sandbox().url));
  });
  afterEach(async () => {
    const { proxy, clients } = given(live);
    const closed = await happens(() => proxy.openStreams === 0);
    for (const client of clients) client.close();
    await proxy.down();
    if (!closed) throw new Error('An event stream was left open');
  });
  return () => given(live);
}

function liveOf(sandbox: Sandbox, proxy: FaultProxy): Live {
  const { username, password } = sandbox;
  const clients: OpencodeClient[] = [];
  const newClient = (options: OpencodeClientOptions = {}) => {
    const client = new OpencodeClient({ baseUrl: proxy.url, username, password, ...options });
    clients.push(client);
    return client;
  };
  return { sandbox, proxy, client: newClient(), clients, newClient, newSession: body => plainSession(sandbox, body) };
}

function given(live: Live | undefined): Live {
  if (live === undefined) throw new Error('The spec has not started');
  return live;
}

/** Whether it becomes true within 5 s. */
export async function happens(condition: () => boolean): Promise<boolean> {
  for (const end = Date.now() + 5_000; Date.now() < end;) {
    if (condition()) return true;
    await new Promise(again => setTimeout(again, 10));
  }
  return condition();
}
