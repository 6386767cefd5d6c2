import { lastValueFrom, of, retry, take, throwError } from 'rxjs';
import { scripted, step, text } from '../../examples/sandbox/index.js';
import { createMessageID, IdleStreamError, type Reply } from '../../lib/index.js';
import { expectAsStored, posts } from '../support/expect-turn.js';
import { happens, useLive } from '../support/live.js';
import { record } from '../support/recording.js';
import { eventually, storedMessages } from '../support/sandbox.js';
import { WHOLE, halves, userMessages } from '../support/live-turns.js';

const live = useLive();
const isHalf = ({ fullText }: Reply) => fullText === 'The first half.';

describe('coming back to a turn', () => {
  it('goes on with the same one after everybody had left', async () => {
    const { client, newSession, proxy, sandbox } = live();
    const stream = client.stream(await newSession(), halves('back'));
    const [one, two] = [record(stream), record(stream.text$)];
    await one.until(isHalf);
    one.unsubscribe();
    two.unsubscribe();
    expect(await happens(() => proxy.openStreams === 0)).toBe(true);
    const again = record(stream);
    expect(again.atOnce[0]).toBe(one.last);
    sandbox.model.release('back');
    await again.completion();
    expect(again.last).toMatchObject({ status: 'completed', fullText: WHOLE });
    await expectAsStored(live(), stream, again);
    expect(posts(live())).toBe(1);
    expect(proxy.count('GET /event')).toBe(2);
  });

  it('catches up with what went on meanwhile', async () => {
    const { client, newSession, sandbox } = live();
    const stream = client.stream(await newSession(), halves('meanwhile'));
    await lastValueFrom(stream.pipe(take(3)));
    sandbox.model.release('meanwhile');
    await eventually(
      () => storedMessages(sandbox, stream.sessionID),
      messages => messages.at(-1)?.info['finish'] === 'stop',
    );
    const again = record(stream);
    await again.completion();
    expect(again.last.fullText).toBe(WHOLE);
    await expectAsStored(live(), stream, again);
    expect(posts(live())).toBe(1);
  });

  it('finds its end kept: nothing is asked for again', async () => {
    const { client, newSession, proxy } = live();
    const stream = client.stream(await newSession(), scripted('End.', step(text('The end.'))));
    const seen = record(stream);
    await seen.completion();
    const before = proxy.requests.length;
    const [again, result] = [record(stream), record(stream.result$)];
    expect(again.values).toEqual([seen.last]);
    expect(again.values[0]).toBe(seen.last);
    expect(again.ending).toEqual({ kind: 'completed' });
    expect(result.values).toEqual([seen.last.result]);
    expect(proxy.requests).toHaveLength(before);
  });

  it('is what retry() does', async () => {
    const { client, newSession, proxy, sandbox } = live();
    const stream = client.stream(await newSession(), halves('retry'), { idleStreamTimeout: 500 });
    const errors: unknown[] = [];
    const delay = (error: unknown) => {
      errors.push(error);
      sandbox.model.release('retry');
      return errors.length > 5 ? throwError(() => error) : of(true);
    };
    const seen = record(stream.pipe(retry({ delay })));
    await seen.completion();
    expect(errors[0]).toBeInstanceOf(IdleStreamError);
    expect(seen.last).toMatchObject({ status: 'completed', fullText: WHOLE });
    await expectAsStored(live(), stream, seen);
    expect(posts(live())).toBe(1);
    expect(await userMessages(sandbox, stream.sessionID)).toHaveLength(1);
    expect(proxy.count('/abort')).toBe(0);
  });

  it('needs nobody who notices a cut: the connection heals by itself', async () => {
    const { client, newSession, proxy, sandbox } = live();
    const stream = client.stream(await newSession(), halves('cut'));
    const states = record(client.connection$);
    const seen = record(stream);
    await seen.until(isHalf);
    proxy.cut();
    await seen.until(({ parts }) => parts.some(part => 'held' in part));
    await states.until(state => state.status === 'open' && state.epoch === 2);
    sandbox.model.release('cut');
    await seen.completion();
    states.unsubscribe();
    expect(seen.last).toMatchObject({ status: 'completed', fullText: WHOLE });
    await expectAsStored(live(), stream, seen);
    expect(posts(live())).toBe(1);
  });
});

describe('a messageID of the caller', () => {
  it('makes two clients share one turn', async () => {
    const { client, newClient, newSession, sandbox } = live();
    const sessionID = await newSession();
    const options = { messageID: createMessageID() };
    const stream = client.stream(sessionID, halves('two'), options);
    const seen = record(stream);
    await seen.until(isHalf);
    const other = newClient().stream(sessionID, halves('two'), options);
    const seenByOther = record(other);
    await seenByOther.until(({ parts }) => parts.length > 0);
    sandbox.model.release('two');
    await Promise.all([seen.completion(), seenByOther.completion()]);
    await expectAsStored(live(), stream, seen);
    await expectAsStored(live(), other, seenByOther);
    expect(seenByOther.last.toJSON()).toEqual(seen.last.toJSON());
    expect(posts(live())).toBe(1);
    expect(await userMessages(sandbox, sessionID)).toMatchObject([{ info: { id: options.messageID } }]);
  });
});
