import { of } from 'rxjs';
import { bash, question, scripted, step, text, wait } from '../../examples/sandbox/index.js';
import type { StreamOptions } from '../../lib/index.js';
import { expectAsStored } from '../support/expect-turn.js';
import { faultProxy } from '../support/fault-proxy.js';
import type { Fault, ProxiedRequest } from '../support/faults.js';
import { useLive } from '../support/live.js';
import { record } from '../support/recording.js';

const live = useLive();

/** Milliseconds for a look that hangs, and for the one after it, on a busy machine. */
const PATIENCE = 60_000;

const LOOKS = /\/session\/status$|\/message$|\/todo$|^\/question$|^\/permission$/;
const isLook = ({ method, path }: ProxiedRequest) => method === 'GET' && LOOKS.test(path);

const answering: StreamOptions = { onPermission: () => of('once' as const), onQuestion: () => of([['This']]) };
const prompt = (gate: string) =>
  scripted(
    'Work.',
    step(text('I look.'), bash('echo one')),
    step(text('I wait.'), wait(gate), question('Which?', ['This'])),
    step(text('That was it.')),
  );

/** What happens to looks, and to how many of them. */
const mishaps: Readonly<Record<string, readonly [fault: Fault, times: number]>> = {
  'answered 503': [{ kind: 'answer', status: 503, body: '<html>' }, 3],
  'answered 429': [{ kind: 'answer', status: 429 }, 2],
  'answered by a page': [{ kind: 'answer', status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }, 2],
  lost: [{ kind: 'loseAnswer' }, 3],
  'cut in the middle': [{ kind: 'cut', after: 20 }, 3],
  late: [{ kind: 'delay', by: 700 }, Infinity],
  'left hanging': [{ kind: 'hang' }, 1],
};

/** A turn on a client of its own, with looks broken after a cut in mid-turn and again at its end. */
async function endure(name: string, [fault, times]: readonly [Fault, number]): Promise<string> {
  const proxy = await faultProxy(live().sandbox.url);
  const client = live().newClient({ baseUrl: proxy.url });
  const stream = client.stream(await live().newSession(), prompt(name), answering);
  const seen = record(stream);
  await seen.until(({ fullText }) => fullText.includes('I wait.'), PATIENCE);
  proxy.break(isLook, fault, times);
  const states = record(client.connection$);
  proxy.cut();
  await states.until(state => state.status === 'open' && state.epoch === 2, PATIENCE);
  states.unsubscribe();
  live().sandbox.model.release(name);
  await seen.until(({ fullText }) => fullText.includes('That was it.'), PATIENCE);
  // A look that hangs takes ten seconds: once is enough.
  if (fault.kind !== 'hang') proxy.break(isLook, fault, times);
  await seen.completion(PATIENCE);
  await expectAsStored(live(), stream, seen);
  expect(proxy.count('/prompt_async')).toBe(1);
  await proxy.down();
  return seen.last.status;
}

describe('looks that go wrong', () => {
  it(
    'change nothing of a turn and its end',
    async () => {
      const ends = Object.entries(mishaps).map(async ([name, mishap]) => [name, await endure(name, mishap)] as const);
      const expected = Object.keys(mishaps).map(name => [name, 'completed'] as const);
      expect(await Promise.all(ends)).toEqual(expected);
    },
    PATIENCE * 2,
  );
});
