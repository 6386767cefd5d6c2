import type { Api } from './support/api.js';
import { byName, measure, ratio, type Case, type Measured } from './support/measure.js';
import { costs, type Finding } from './support/report.js';
import type { Reader } from './support/turns/listener.js';
import { officialSdk } from './support/turns/official-sdk.js';
import { floor, ours } from './support/turns/readers.js';
import { sessionIDOf, textOf } from './support/turns/story.js';
import { startFirehose, type Firehose } from './support/turns/start-firehose.js';

const DELTAS = 100_000;
const TEXT = textOf({ sessionID: sessionIDOf(0), deltas: DELTAS, parts: 1 });

const SDK = 'official SDK, bare loop';
const FLOOR = 'floor: fetch, parser, JSON.parse';
const OURS = 'opencode-rx: snapshots';

function caseOf(name: string, { url }: Firehose, read: Reader): Case {
  const run = async (): Promise<number> => {
    if ((await read(url, DELTAS)) !== TEXT) throw new Error(`${name}: that is not what was said`);
    return DELTAS;
  };
  return { name, prepare: () => Promise.resolve({ run, end: () => undefined }) };
}

/** Bytes on a loopback socket, from another process, to snapshots at a subscriber, beside those who do less. */
export async function throughput(api: Api, rounds: number): Promise<readonly Finding[]> {
  const firehose = await startFirehose(DELTAS);
  const readers: Readonly<Record<string, Reader>> = {
    [FLOOR]: floor,
    [SDK]: officialSdk,
    [OURS]: ours(api),
    [`${OURS}, native fetch`]: ours(api, fetch),
  };
  const measured = await measure(
    Object.entries(readers).map(([name, read]) => caseOf(name, firehose, read)),
    rounds,
  );
  firehose.stop();
  return [costs('100 000 deltas, from the socket', measured, byName(measured)(OURS), goals(byName(measured)))];
}

const goals = (of: (name: string) => Measured): Finding['goals'] => [
  { what: "events a second, times the official SDK's", value: ratio(of(SDK), of(OURS), 'elapsed'), atLeast: 1.2 },
  { what: 'events a second, times the floor', value: ratio(of(FLOOR), of(OURS), 'elapsed'), atLeast: 0.6 },
];
