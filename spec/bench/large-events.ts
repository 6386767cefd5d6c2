import { filter, firstValueFrom } from 'rxjs';
import { eventStream, scriptedFetch } from '../support/scripted-fetch.js';
import type { Api } from './support/api.js';
import { byName, measure, ratio, type Case, type Prepared } from './support/measure.js';
import { costs, type Finding } from './support/report.js';
import { bytesOf, pieces, sessionIDOf } from './support/turns/story.js';

const MEGABYTES = [1, 4, 8] as const;

/** How often it comes in one run. */
const TIMES = 5;

const nameOf = (megabytes: number): string => `${String(megabytes)} MB`;

/** A text of so many megabytes, told in one event. */
function large(megabytes: number): Buffer {
  const sessionID = sessionIDOf(0);
  const line = 'A line of a text that is long, with a quote ("), a tab (\t) and its end.\n';
  const text = line.repeat(Math.ceil((megabytes * 1_000_000) / line.length));
  const part = { id: 'prt_1', messageID: 'msg_1', sessionID, type: 'text', text, time: { start: 1 } } as const;
  return bytesOf([{ type: 'message.part.updated', properties: { sessionID, part } }]);
}

async function prepare({ OpencodeClient }: Api, bytes: Buffer): Promise<Prepared> {
  const stream = eventStream();
  const client = new OpencodeClient({
    baseUrl: 'http://bench.test',
    fetch: scriptedFetch(() => stream.response).fetch,
  });
  const ear = client.events$.subscribe();
  stream.send('data: {"type":"server.connected","properties":{}}\n\n');
  await firstValueFrom(client.connection$.pipe(filter(({ status }) => status === 'open')));
  const run = async (): Promise<number> => {
    for (let time = 0; time < TIMES; time++) {
      const heard = firstValueFrom(client.events$);
      for (const piece of pieces(bytes)) stream.send(piece);
      await heard;
    }
    return TIMES;
  };
  const end = (): void => {
    ear.unsubscribe();
    client.close();
  };
  return { run, end };
}

/** What one event costs, from its bytes to a subscriber of `events$`, by its size. */
export async function largeEvents(api: Api, rounds: number): Promise<readonly Finding[]> {
  const cases = MEGABYTES.map((megabytes): Case => {
    const bytes = large(megabytes);
    return { name: nameOf(megabytes), prepare: () => prepare(api, bytes) };
  });
  const measured = await measure(cases, rounds);
  const [one, eight] = [byName(measured)(nameOf(1)), byName(measured)(nameOf(8))];
  const goal = { what: 'an event of 8 MB, times one of 1 MB', value: ratio(eight, one, 'processor'), atMost: 12 };
  return [costs('One event, by its size', measured, one, [goal])];
}
