import { lastValueFrom, timer, type Observable } from 'rxjs';
import { scripted, step, text, todowrite, wait } from '../../examples/sandbox/index.js';
import { SessionNotFoundError, type Reply, type ReplyStream } from '../../lib/index.js';
import { expectAsStored, posts } from '../support/expect-turn.js';
import { say, watch } from '../support/follow.js';
import { useLive } from '../support/live.js';
import { record } from '../support/recording.js';
import { rest } from '../support/sandbox.js';

const live = useLive();

describe('a sibling', () => {
  it.each<[string, (stream: ReplyStream) => Observable<unknown>]>([
    ['text$', stream => stream.text$],
    ['toolParts$', stream => stream.toolParts$],
    ['pendingQuestions$', stream => stream.pendingQuestions$],
    ['pendingPermissions$', stream => stream.pendingPermissions$],
    ['todos$', stream => stream.todos$],
    ['transitions$', stream => stream.transitions$],
    ['result$', stream => stream.result$],
  ])('%s alone starts the turn and ends with it; the stream then has it all', async (_name, pick) => {
    const prompt = scripted('Plan.', step(todowrite({ Look: 'completed' })), step(text('Planned.')));
    const stream = live().client.stream(await live().newSession(), prompt);
    const sibling = record(pick(stream));
    await sibling.completion();
    const before = live().proxy.requests.length;
    const late = watch(stream);
    expect(late.seen.ending).toEqual({ kind: 'completed' });
    expect(late.seen.values).toMatchObject([{ status: 'completed', fullText: 'Planned.' }]);
    expect(live().proxy.requests).toHaveLength(before);
    await expectAsStored(live(), stream, late.seen);
    expect(posts(live())).toBe(1);
  });
});

describe('a terminal outcome is kept, without a request, where it was', () => {
  const kept = async (stream: ReplyStream, last: Reply) => {
    const before = live().proxy.requests.length;
    const late = watch(stream);
    expect(late.seen.values).toEqual([last]);
    await lastValueFrom(timer(0));
    expect(live().proxy.requests).toHaveLength(before);
    return late.seen.ending;
  };

  it('aborted', async () => {
    const { stream, seen } = watch(live().client.stream(await live().newSession(), say('A', wait('kept'))));
    await seen.until(({ fullText }) => fullText === 'A');
    await lastValueFrom(stream.abort());
    await seen.completion();
    expect(await kept(stream, seen.last)).toEqual({ kind: 'completed' });
  });

  it('the deletion of the session', async () => {
    const { stream, seen } = watch(live().client.stream(await live().newSession(), say('A', wait('deleted'))));
    await seen.until(({ fullText }) => fullText === 'A');
    await rest(live().sandbox, 'DELETE', `/session/${stream.sessionID}`);
    const error = await seen.error();
    expect(error).toBeInstanceOf(SessionNotFoundError);
    expect(await kept(stream, seen.last)).toEqual({ kind: 'errored', error });
  });

  it('attached', async () => {
    const sessionID = await live().newSession();
    const own = watch(live().client.stream(sessionID, say('Own.')));
    await own.seen.completion();
    const { stream, seen } = watch(live().client.attach(sessionID));
    await seen.completion();
    expect(await kept(stream, seen.last)).toEqual({ kind: 'completed' });
  });
});
