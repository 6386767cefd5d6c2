import { fetch as crossFetch } from 'cross-fetch';
import { getEventListeners } from 'node:events';
import type { RequestListener } from 'node:http';
import { filter, firstValueFrom, type Observable } from 'rxjs';
import { OpencodeClient } from '../../lib/client.js';
import { sse } from '../../lib/transport/sse.js';
import { AMPLE, longer } from '../support/fuzz.js';
import { heldBytes } from '../support/heap.js';
import { httpServer, startEventStream, type HttpServer, type SeenRequest } from '../support/http-server.js';

jest.setTimeout(AMPLE);

const MIB = 1 << 20;
const MESSAGE = 'msg_1';
const ANSWER = { id: 'msg_2', role: 'assistant', sessionID: 'ses_1', parentID: MESSAGE, time: { created: 1 } };
const EVENTS = [
  { type: 'server.connected', properties: {} },
  { type: 'message.updated', properties: { sessionID: 'ses_1', info: ANSWER } },
].map(event => JSON.stringify(event));

/** What a server does is the first folder of the path. */
const serve: RequestListener = (request, response) => {
  const [, manner = '', ...path] = new URL(request.url ?? '', 'http://x').pathname.split('/');
  const last = path.at(-1) ?? '';
  if (manner === 'silent' || (manner === 'unanswered' && last === 'prompt_async')) return;
  if (manner === 'broken') return void request.socket.destroy();
  if (last === 'event') {
    startEventStream(response, ...EVENTS);
    return;
  }
  if (last === 'prompt_async') return void response.writeHead(204).end();
  const isThere = last !== MESSAGE;
  const body =
    { status: {}, ses_1: { id: 'ses_1' }, [MESSAGE]: { name: 'NotFoundError', data: { message: 'none' } } }[last] ?? [];
  response.writeHead(isThere ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

/** What is left when one is in the middle of it. */
interface Visit {
  readonly name: string;
  /** How often in an ordinary run. */
  readonly times: number;
  readonly come: (at: Stage) => Observable<unknown>;
  /** When to go; at once, if it does not say. */
  readonly stay?: (at: Stage) => Promise<unknown>;
}

/** A client for each manner of the server, and the signals of all it sent. */
class Stage {
  readonly signals = new Set<AbortSignal>();
  readonly #clients = new Map<string, OpencodeClient>();

  constructor(readonly server: HttpServer) {}

  readonly fetch: typeof fetch = (input, init) => {
    if (init?.signal) this.signals.add(init.signal);
    return crossFetch(input, init);
  };

  client(manner: string): OpencodeClient {
    const known =
      this.#clients.get(manner) ?? new OpencodeClient({ baseUrl: `${this.server.url}/${manner}`, fetch: this.fetch });
    this.#clients.set(manner, known);
    return known;
  }

  connection(manner: string, wanted: string): Promise<unknown> {
    return firstValueFrom(this.client(manner).connection$.pipe(filter(({ status }) => status === wanted)));
  }

  /** What was requested counts anew. */
  forget(): void {
    (this.server.requests as SeenRequest[]).length = 0;
  }

  /** When a request whose path ends so has come. */
  async requested(end: string): Promise<void> {
    const { server } = this;
    for (let count = 1; !server.requests.some(({ url }) => url.endsWith(end)); count++) await server.requested(count);
  }
}

const views = (manner: string): Readonly<Record<string, (at: Stage) => Observable<unknown>>> => ({
  'sse()': at => sse({ url: `${at.server.url}/${manner}/event`, fetch: at.fetch }),
  events$: at => at.client(manner).events$,
  'stream()': at => at.client(manner).stream('ses_1', 'Hi', { messageID: MESSAGE }),
  'attach()': at => at.client(manner).attach('ses_1'),
  messages$: at => at.client(manner).session('ses_1').messages$,
  attention$: at => at.client(manner).attention$,
  'listSessions()': at => at.client(manner).listSessions(),
});

const each = (manner: string, phase: string, times: number, stay?: Visit['stay']): readonly Visit[] =>
  Object.entries(views(manner)).map(([name, come]) => ({
    name: `${name}, ${phase}`,
    times,
    come,
    ...(stay && { stay }),
  }));

const not = (names: RegExp, visits: readonly Visit[]): readonly Visit[] =>
  visits.filter(({ name }) => !names.test(name));

const only = (name: string, all: readonly Visit[]): readonly Visit[] => all.filter(each => each.name.includes(name));

const visits: readonly Visit[] = [
  ...not(/stream|attach|messages|attention/, each('open', 'at once', 2_500)),
  ...not(/sse|events|list/, each('open', 'at once', 400)),
  ...each('silent', 'before the answer', 100, at => at.requested('')),
  ...not(
    /sse|list/,
    each('broken', 'waiting to try again', 100, at => at.connection('broken', 'reconnecting')),
  ),
  ...not(
    /sse|list/,
    each('open', 'connected', 100, at => at.connection('open', 'open')),
  ),
  ...not(
    /sse|events|list|attach|stream/,
    each('open', 'reading', 50, at => at.requested('/status')),
  ),
  ...each('unanswered', 'amid the post', 100, at => at.requested('prompt_async')).filter(({ name }) =>
    name.includes('stream'),
  ),
  ...only(
    'stream',
    each('open', 'in the turn', 100, at => at.requested('prompt_async')),
  ),
];

async function visit(at: Stage, { come, stay, times }: Visit): Promise<void> {
  for (let time = 0; time < times; time++) {
    at.forget();
    const subscription = come(at).subscribe({ error: () => undefined });
    await stay?.(at);
    subscription.unsubscribe();
  }
}

/** What keeps a process alive, by kind. */
const resources = (): Readonly<Record<string, number>> => {
  const kinds = process.getActiveResourcesInfo();
  return Object.fromEntries([...new Set(kinds)].map(kind => [kind, kinds.filter(each => each === kind).length]));
};

/** The test runner and the server have timers of their own that come and go; a visitor that leaves one leaves hundreds. */
const SOME = 5;

/** What there is more of than before. */
const more = (before: Readonly<Record<string, number>>): readonly string[] =>
  Object.entries(resources()).flatMap(([kind, count]) =>
    count - (before[kind] ?? 0) > SOME ? [`${count} ${kind}`] : [],
  );

describe('coming and going', () => {
  let stage: Stage;
  let heldBefore = 0;
  beforeAll(async () => {
    stage = new Stage(await httpServer(serve));
    for (const each of visits) await visit(stage, { ...each, times: 5 });
    await settled(stage);
    stage.signals.clear();
    heldBefore = await heldBytes();
  });
  afterAll(() => stage.server.close());

  it.each(visits)('leaves no socket, timer or listener: $name', async each => {
    const before = resources();
    await visit(stage, { ...each, times: longer(each.times, 10) });
    await settled(stage);
    const listeners = [...stage.signals].flatMap(signal => getEventListeners(signal, 'abort'));
    stage.signals.clear();
    expect(listeners).toEqual([]);
    expect(more(before)).toEqual([]);
  });

  it('holds no memory, after all of them', async () => {
    stage.forget();
    expect((await heldBytes()) - heldBefore).toBeLessThan(4 * MIB);
  });
});

/** When the server has seen all sockets close, and what needs no time has happened. */
async function settled({ server }: Stage): Promise<void> {
  await server.quiet();
  for (let turns = 0; turns < 5; turns++) await new Promise(resolve => setImmediate(resolve));
  await server.quiet();
}
