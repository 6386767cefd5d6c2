import * as fc from 'fast-check';
import { noInstrumentation } from '../../../lib/instrumentation.js';
import { ScriptedOpencode } from '../../../lib/testing/index.js';
import { decodeEvent, type OpencodeEvent } from '../../../lib/wire/index.js';
import { AMPLE, runs } from '../../support/fuzz.js';
import { anyFrame, written } from '../../support/hostile/frames.js';
import { untouched } from '../../support/hostile/prototypes.js';
import { calm, passUntil, stopTime } from '../../support/virtual-time.js';

beforeEach(stopTime);
afterEach(() => jest.useRealTimers());
untouched();

const MAX = 50_000;
const frameOf = (data: string): string => `data: ${data}\n\n`;
const LAST: OpencodeEvent = { type: 'session.idle', properties: { sessionID: 'the last' } };

/** What a client hears, and what it is notified of. */
async function heardOf(frames: readonly string[]) {
  const server = new ScriptedOpencode({ heartbeat: false });
  const notified: string[] = [];
  const notify = (name: string): void => {
    if (name === 'opencode.event.invalid') notified.push(name);
  };
  const client = server.client({ maxEventBytes: MAX, instrumentation: { ...noInstrumentation, notify } });
  const heard: OpencodeEvent[] = [];
  const states: string[] = [];
  const errors: unknown[] = [];
  client.connection$.subscribe(({ status }) => states.push(status));
  const listening = client.events$.subscribe({ next: event => heard.push(event), error: error => errors.push(error) });
  await passUntil(() => server.connections > 0, 1_000);
  server.garbage(frames.map(frameOf).join('') + frameOf(JSON.stringify(LAST)));
  await calm();
  listening.unsubscribe();
  return { heard: heard.map(({ type }) => type), last: heard.at(-1), notified, errors, states };
}

describe('the event connection', () => {
  it(
    'drops what is no event, with a notice for each, hands on the rest, and lives',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(anyFrame, { maxLength: 12 }), async given => {
          const frames = given.map(written);
          const { heard, last, notified, errors, states } = await heardOf(frames);
          const small = frames.filter(data => Buffer.byteLength(frameOf(data)) <= MAX);
          const sound = small.flatMap(data => decodeEvent(data).event?.type ?? []);
          expect(errors).toEqual([]);
          expect(states).toEqual(['idle', 'connecting', 'open', 'idle']);
          expect(heard).toEqual(['server.connected', ...sound, LAST.type]);
          expect(last).toEqual(LAST);
          expect(notified).toHaveLength(frames.length - sound.length);
        }),
        runs(150, 5),
      );
    },
    AMPLE,
  );
});
