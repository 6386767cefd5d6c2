import { lastValueFrom, take } from 'rxjs';
import { bash, scripted, step, text } from '../../examples/sandbox/index.js';
import { expectAsStored, expectWhole, posts, storedTurn } from '../support/expect-turn.js';
import { happens, useLive } from '../support/live.js';
import { needs } from '../support/needs.js';
import { record } from '../support/recording.js';
import { eventually, rest } from '../support/sandbox.js';
import { begin, stuck } from '../support/live-turns.js';

const live = useLive();

describe('an abort', () => {
  it('ends the turn as aborted, with what was said', async () => {
    const { stream, seen } = await begin(live(), stuck('Half of it.', 'abort'));
    await seen.until(({ fullText }) => fullText === 'Half of it.');
    await expect(lastValueFrom(stream.abort())).resolves.toBe(true);
    await expectWhole(live(), stream, seen);
    expect(seen.last).toMatchObject({ status: 'aborted', error: { name: 'MessageAbortedError' } });
    needs(live().sandbox, 'what an aborted answer had said');
    expect(seen.last.fullText).toBe('Half of it.');
  });

  it('ends a turn that runs a tool', async () => {
    const { stream, seen } = await begin(live(), scripted('Sleep.', step(bash('sleep 60'))));
    const { pendingPermissions } = await seen.until(reply => reply.promptBlocked);
    await lastValueFrom(live().client.replyPermission(pendingPermissions[0]?.id ?? '', 'once'));
    await seen.until(({ parts }) => parts.some(part => part.type === 'tool' && part.status === 'running'));
    await lastValueFrom(stream.abort());
    await expectWhole(live(), stream, seen);
    expect(seen.last.status).toBe('aborted');
  });

  it('of somebody asked ends the turn and the asking', async () => {
    const { stream, seen } = await begin(live(), scripted('Ask.', step(bash('echo never'))));
    await seen.until(reply => reply.promptBlocked);
    await lastValueFrom(stream.abort());
    await expectWhole(live(), stream, seen);
    expect(seen.last).toMatchObject({ status: 'aborted', pendingPermissions: [] });
  });

  it('does not touch the next turn of the session', async () => {
    const { stream, seen } = await begin(live(), stuck('First.', 'next'));
    await seen.until(({ fullText }) => fullText === 'First.');
    await lastValueFrom(stream.abort());
    const next = live().client.stream(stream.sessionID, scripted('Again.', step(text('Second.'))));
    const seenNext = record(next);
    await Promise.all([seen.completion(), seenNext.completion()]);
    expect([seen.last.status, seenNext.last.status]).toEqual(['aborted', 'completed']);
    await expectAsStored(live(), stream, seen);
    await expectAsStored(live(), next, seenNext);
    expect(posts(live())).toBe(2);
    expect(live().proxy.count('GET /event')).toBe(1);
  });

  it('follows the last subscriber who leaves, where asked for', async () => {
    const { stream, seen } = await begin(live(), stuck('Watched.', 'leave'), { abortOnUnsubscribe: true });
    const other = record(stream);
    await seen.until(({ fullText }) => fullText === 'Watched.');
    other.unsubscribe();
    expect(live().proxy.count('/abort')).toBe(0);
    seen.unsubscribe();
    const isAborted = (info: Readonly<Record<string, unknown>> | undefined) => info?.['error'] !== undefined;
    const [message] = await eventually(
      () => storedTurn(live(), stream),
      ([answer]) => isAborted(answer?.info),
    );
    expect(message?.info['error']).toMatchObject({ name: 'MessageAbortedError' });
    expect(live().proxy.count('/abort')).toBe(1);
  });

  it('follows also who leaves while the prompt is being posted', async () => {
    const { client, newSession, proxy, sandbox } = live();
    const sessionID = await newSession();
    const stream = client.stream(sessionID, stuck('Too late.', 'posting'), { abortOnUnsubscribe: true });
    proxy.break('/prompt_async', { kind: 'delay', by: 500 });
    const seen = record(stream);
    expect(await happens(() => posts(live()) === 1)).toBe(true);
    seen.unsubscribe();
    expect(await happens(() => proxy.count('/abort') === 1)).toBe(true);
    await eventually(
      () => rest<Record<string, unknown>>(sandbox, 'GET', '/session/status'),
      statuses => statuses[sessionID] === undefined,
    );
    sandbox.model.release('posting');
  });

  it('does not follow otherwise: the agent goes on alone', async () => {
    const { stream, seen } = await begin(live(), stuck('Unwatched.', 'alone'));
    await seen.until(({ fullText }) => fullText === 'Unwatched.');
    seen.unsubscribe();
    expect(await happens(() => live().proxy.openStreams === 0)).toBe(true);
    live().sandbox.model.release('alone');
    await eventually(
      () => storedTurn(live(), stream),
      ([answer]) => answer?.info['finish'] === 'stop',
    );
    expect(live().proxy.count('/abort')).toBe(0);
    expect(seen.ending).toBeUndefined();
  });

  it('does not follow a turn that is over', async () => {
    const { stream, seen } = await begin(live(), scripted('End.', step(text('Over.'))), { abortOnUnsubscribe: true });
    await expectWhole(live(), stream, seen);
    const early = record(stream.pipe(take(1)));
    await early.completion();
    await lastValueFrom(live().client.health());
    expect(live().proxy.count('/abort')).toBe(0);
  });
});
