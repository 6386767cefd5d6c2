import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as api from '../../../../lib/index.js';
import type { Reader } from './listener.js';
import { floor, ours } from './readers.js';
import { startFirehose, type Firehose } from './start-firehose.js';
import { sessionIDOf, textOf } from './story.js';

const DELTAS = 300;

let firehose: Firehose;

beforeAll(async () => {
  firehose = await startFirehose(DELTAS);
}, 60_000);

afterAll(() => {
  firehose.stop();
});

/** The official SDK has no form that jest could load. */
const officialSdk: Reader = async (...told) => {
  const read = `import('./spec/bench/support/turns/official-sdk.ts').then(sdk => sdk.officialSdk(...${JSON.stringify(told)}))`;
  const program = `${read}.then(text => process.stdout.write(text))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', '--eval', program]);
  return stdout;
};

describe('those who are measured beside each other', () => {
  const readers: Readonly<Record<string, Reader>> = { floor, officialSdk, ours: ours(api), native: ours(api, fetch) };

  it.each(Object.entries(readers))(
    'read all that is said: %s',
    async (_, read) => {
      for (let time = 0; time < 2; time++) {
        await expect(read(firehose.url, DELTAS)).resolves.toBe(
          textOf({ sessionID: sessionIDOf(0), deltas: DELTAS, parts: 1 }),
        );
      }
    },
    60_000,
  );
});
