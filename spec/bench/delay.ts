import { performance } from 'node:perf_hooks';
import { PassThrough } from 'node:stream';
import { filter, firstValueFrom } from 'rxjs';
import { eventStream, scriptedFetch } from '../support/scripted-fetch.js';
import type { Api } from './support/api.js';
import { median } from './support/measure.js';
import type { Finding } from './support/report.js';
import { bytesOf, sessionIDOf, wordsOf } from './support/turns/story.js';

const CHUNKS = 5_000;

interface Source {
  readonly response: Response;
  readonly send: (chunk: Uint8Array) => void;
}

/** A body as native fetch has it. */
const webSource = (): Source => eventStream();

/** A body as node-fetch has it, though it is typed otherwise. */
function nodeSource(): Source {
  const body = new PassThrough();
  const response = { ok: true, status: 200, headers: new Headers({ 'content-type': 'text/event-stream' }), body };
  return { response: response as unknown as Response, send: chunk => body.write(chunk) };
}

/** Microseconds from a chunk's arrival in the process to `next`, one delta at a time. */
async function delays({ OpencodeClient }: Api, { response, send }: Source): Promise<readonly number[]> {
  const client = new OpencodeClient({ baseUrl: 'http://bench.test', fetch: scriptedFetch(() => response).fetch });
  const ear = client.events$.subscribe();
  send(Buffer.from('data: {"type":"server.connected","properties":{}}\n\n'));
  await firstValueFrom(client.connection$.pipe(filter(({ status }) => status === 'open')));
  const found: number[] = [];
  for (const event of wordsOf({ sessionID: sessionIDOf(0), deltas: CHUNKS, parts: 1 })) {
    const bytes = bytesOf([event]);
    const heard = firstValueFrom(client.events$).then(() => performance.now());
    const sent = performance.now();
    send(bytes);
    found.push(((await heard) - sent) * 1_000);
  }
  ear.unsubscribe();
  client.close();
  return found.slice(CHUNKS / 10);
}

const percentile = (numbers: readonly number[], share: number): number =>
  numbers.toSorted((one, other) => one - other)[Math.floor((numbers.length - 1) * share)] ?? NaN;

/** How long a chunk takes to a subscriber of `events$`. */
export async function delay(api: Api): Promise<readonly Finding[]> {
  const sources = { 'native fetch': webSource(), 'node-fetch (the default in Node)': nodeSource() };
  const rows: (readonly string[])[] = [];
  for (const [name, source] of Object.entries(sources)) {
    const found = await delays(api, source);
    rows.push([name, median(found).toFixed(0), percentile(found, 0.99).toFixed(0)]);
  }
  return [{ title: 'From a chunk to `next`', columns: ['', 'median µs', '99 % µs'], rows, goals: [] }];
}
