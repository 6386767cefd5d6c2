import { of, retry, throwError, timer } from 'rxjs';
import { bash, scripted, step, text, wait } from '../../examples/sandbox/index.js';
import {
  BadRequestError,
  ConnectionError,
  type ConnectionState,
  type Reply,
  type StreamOptions,
} from '../../lib/index.js';
import { expectAsStored, posts } from '../support/expect-turn.js';
import { useLive } from '../support/live.js';
import { needs } from '../support/needs.js';
import { record } from '../support/recording.js';
import { rest } from '../support/sandbox.js';

const live = useLive();

/** Milliseconds for an outage of some seconds on a busy machine. */
const PATIENCE = 60_000;

const halves = (gate: string) =>
  scripted('Talk.', step(text('The first half.'), wait(gate), text(' The second half.')));
const isHalf = ({ fullText }: Reply) => fullText === 'The first half.';
const WHOLE = { status: 'completed', fullText: 'The first half. The second half.' };

/** Each state follows from the one before it: tries counted up, waits ever longer, every loss with its reason. */
function expectSensible(states: readonly ConnectionState[]): void {
  states.forEach((state, at) => {
    const before = states[at - 1];
    if (state.status === 'reconnecting') {
      expect(state.error).toBeInstanceOf(ConnectionError);
      expect(before?.status).toMatch(/connecting|open/);
      expect(state.attempt).toBe(before?.status === 'connecting' ? before.attempt + 1 : 2);
      const longest = Math.min(30_000, 500 * 2 ** (state.attempt - 2));
      expect(state.delay).toBeGreaterThanOrEqual(longest / 2);
      expect(state.delay).toBeLessThanOrEqual(longest);
    } else if (state.status === 'connecting') {
      expect(state.attempt).toBe(before?.status === 'reconnecting' ? before.attempt : 1);
    } else if (state.status === 'open') {
      expect(before?.status).toBe('connecting');
    }
  });
}

const isRetry = (state: ConnectionState, attempt: number) =>
  state.status === 'reconnecting' && state.attempt === attempt;

describe('an outage of the server', () => {
  it('in mid-turn is waited out: the states tell of it, and nobody has to do anything', async () => {
    const { client, newSession, proxy, sandbox } = live();
    const states = record(client.connection$);
    const stream = client.stream(await newSession(), halves('out'));
    const seen = record(stream);
    await seen.until(isHalf);
    await proxy.down();
    sandbox.model.release('out');
    await states.until(state => isRetry(state, 5), PATIENCE);
    expect(seen.last).toMatchObject({ status: 'working', fullText: 'The first half.' });
    await proxy.up();
    await seen.completion(PATIENCE);
    expect(seen.last).toMatchObject(WHOLE);
    await expectAsStored(live(), stream, seen);
    expect(posts(live())).toBe(1);
    expect(states.values.map(({ status }) => status)).toEqual([
      ...['idle', 'connecting', 'open'],
      ...Array.from({ length: 4 }, () => ['reconnecting', 'connecting']).flat(),
      ...['open', 'idle'],
    ]);
    expectSensible(states.values);
    states.unsubscribe();
  });

  it('before the prompt is told by the error, and outlasted by retry()', async () => {
    const { client, newSession, proxy } = live();
    const states = record(client.connection$);
    const stream = client.stream(await newSession(), scripted('Hello.', step(text('Hello.'))), {
      firstEventTimeout: 600,
    });
    const errors: unknown[] = [];
    await proxy.down();
    const delay = (error: unknown) => {
      errors.push(error);
      return errors.length === 3 ? proxy.up() : timer(50);
    };
    const seen = record(stream.pipe(retry({ delay, count: 50 })));
    await seen.completion(PATIENCE);
    expect(errors.length).toBeGreaterThanOrEqual(3);
    errors.slice(0, 3).forEach(error => expect(error).toBeInstanceOf(ConnectionError));
    expect(seen.last).toMatchObject({ status: 'completed', fullText: 'Hello.' });
    await expectAsStored(live(), stream, seen);
    expect(posts(live())).toBe(1);
    expectSensible(states.values);
    states.unsubscribe();
  });

  it('while a permission is answered errors the stream; retry() asks again', async () => {
    const { client, newSession, proxy } = live();
    const onPermission = jest.fn<ReturnType<NonNullable<StreamOptions['onPermission']>>, []>(() => of('once' as const));
    const stream = client.stream(await newSession(), scripted('Run.', step(bash('echo on')), step(text('Done.'))), {
      onPermission,
    });
    proxy.break('POST /permission', { kind: 'refuse' });
    const errors: unknown[] = [];
    const delay = (error: unknown) => {
      errors.push(error);
      return errors.length > 1 ? throwError(() => error) : of(true);
    };
    const seen = record(stream.pipe(retry({ delay })));
    await seen.completion(PATIENCE);
    expect(errors).toEqual([expect.any(ConnectionError)]);
    expect(onPermission).toHaveBeenCalledTimes(2);
    expect(seen.last).toMatchObject({ status: 'completed', fullText: 'Done.' });
    await expectAsStored(live(), stream, seen);
    expect(posts(live())).toBe(1);
  });

  it('that took the answer to a permission with it, but not the permission, goes on after retry()', async () => {
    const { client, newSession, proxy } = live();
    const stream = client.stream(await newSession(), scripted('Run.', step(bash('echo on')), step(text('Done.'))), {
      onPermission: () => of('once' as const),
    });
    proxy.break('POST /permission', { kind: 'loseAnswer' });
    const seen = record(stream.pipe(retry({ count: 1 })));
    await seen.completion(PATIENCE);
    expect(seen.last).toMatchObject({ status: 'completed', fullText: 'Done.' });
    await expectAsStored(live(), stream, seen);
    expect(posts(live())).toBe(1);
  });
});

describe('a server that has too much to do', () => {
  it('is not asked for the event stream again before the time it names', async () => {
    const { client, proxy } = live();
    proxy.break('GET /event', { kind: 'answer', status: 429, headers: { 'retry-after': '3' } });
    const states = record(client.connection$);
    const events = record(client.events$);
    await states.until(({ status }) => status === 'reconnecting');
    const start = Date.now();
    expect(states.last).toMatchObject({ delay: 3_000, error: expect.any(BadRequestError) });
    await states.until(({ status }) => status === 'open');
    expect(Date.now() - start).toBeGreaterThan(2_900);
    expect(proxy.count('GET /event')).toBe(2);
    for (const recording of [states, events]) recording.unsubscribe();
  });
});

describe('a disposed instance', () => {
  it('aborts its turns: the stream ends cleanly, and what is told is what is stored', async () => {
    needs(live().sandbox, 'what an aborted answer had said');
    const { client, newSession, sandbox } = live();
    const stream = client.stream(await newSession(), halves('never'));
    const seen = record(stream);
    await seen.until(isHalf);
    await rest(sandbox, 'POST', '/instance/dispose');
    await seen.completion(PATIENCE);
    expect(seen.last).toMatchObject({ status: 'aborted', fullText: 'The first half.' });
    // An instance that is asked something while it is disposed of may answer 503 from then on.
    await sandbox.restart();
    await expectAsStored(live(), stream, seen);
    expect(posts(live())).toBe(1);
  });
});
