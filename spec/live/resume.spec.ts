import { EMPTY, lastValueFrom, of, retry, take, throwError } from 'rxjs';
import { bash, scripted, step, text, wait } from '../../examples/sandbox/index.js';
import { createMessageID, IdleStreamError, type Reply } from '../../lib/index.js';
import { expectAsStored, posts } from '../support/expect-turn.js';
import { happens, useLive } from '../support/live.js';
import { record } from '../support/recording.js';
import { eventually, plainPrompt, plainTurn, storedMessages } from '../support/sandbox.js';

const live = useLive();

/** A model that says two sentences, with a gate between them. */
const halves = (gate: string) =>
  scripted('Talk.', step(text('The first half.'), wait(gate), text(' The second half.')));
const WHOLE = 'The first half. The second half.';
const isHalf = ({ fullText }: Reply) => fullText === 'The first half.';

const userMessages = async (sessionID: string) =>
  (await storedMessages(live().sandbox, sessionID)).filter(({ info }) => info.role === 'user');

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
    expect(await userMessages(stream.sessionID)).toHaveLength(1);
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

describe('attach', () => {
  it('follows a turn that somebody else began', async () => {
    const { client, newSession, sandbox } = live();
    const sessionID = await newSession();
    await plainPrompt(sandbox, sessionID, halves('attach'));
    await sandbox.model.reached('attach');
    const stream = client.attach(sessionID);
    expect(stream.messageID).toBeUndefined();
    const seen = record(stream);
    expect(seen.atOnce.map(({ status }) => status)).toEqual(['waiting']);
    await seen.until(({ parts }) => parts.length > 0);
    const [user] = await userMessages(sessionID);
    expect(stream.messageID).toBe(user?.info.id);
    sandbox.model.release('attach');
    await seen.completion();
    expect(seen.last).toMatchObject({ status: 'completed', fullText: WHOLE });
    await expectAsStored(live(), stream, seen);
    expect(posts(live())).toBe(0);
  });

  it('shows what a running tool waits for', async () => {
    const { client, newSession, sandbox } = live();
    const sessionID = await newSession();
    await plainPrompt(sandbox, sessionID, scripted('Run.', step(bash('echo attach')), step(text('Done.'))));
    await eventually(
      () => storedMessages(sandbox, sessionID),
      messages => messages.some(({ parts }) => parts.some(part => part.type === 'tool')),
    );
    const stream = client.attach(sessionID, { onPermission: () => of('once' as const), onQuestion: () => EMPTY });
    const seen = record(stream);
    await seen.completion();
    expect(seen.values.map(({ status }) => status)).toContain('blocked');
    await expectAsStored(live(), stream, seen);
  });

  it('gives the last reply of a session at rest', async () => {
    const { client, newSession, sandbox } = live();
    const sessionID = await newSession();
    await plainTurn(sandbox, sessionID, scripted('One.', step(text('The first answer.'))));
    await plainTurn(sandbox, sessionID, scripted('Two.', step(text('The second answer.'))));
    const stream = client.attach(sessionID);
    const seen = record(stream);
    await seen.completion();
    expect(seen.last).toMatchObject({ status: 'completed', fullText: 'The second answer.' });
    await expectAsStored(live(), stream, seen);
    expect(posts(live())).toBe(0);
  });

  it('gives the reply to an earlier message', async () => {
    const { client, newSession, sandbox } = live();
    const sessionID = await newSession();
    await plainTurn(sandbox, sessionID, scripted('One.', step(text('The first answer.'))));
    await plainTurn(sandbox, sessionID, scripted('Two.', step(text('The second answer.'))));
    const [first] = await userMessages(sessionID);
    const stream = client.attach(sessionID, { messageID: first?.info.id });
    const seen = record(stream);
    await seen.completion();
    expect(seen.last.fullText).toBe('The first answer.');
    await expectAsStored(live(), stream, seen);
  });

  it('gives the reply to a message further back than a page of messages', async () => {
    const { client, newSession, sandbox } = live();
    const sessionID = await newSession();
    await plainTurn(sandbox, sessionID, scripted('Long ago.', step(text('An old answer.'))));
    const [first] = await userMessages(sessionID);
    for (let note = 0; note < 60; note++) await plainTurn(sandbox, sessionID, 'A note.', { noReply: true });
    const stream = client.attach(sessionID, { messageID: first?.info.id });
    const seen = record(stream);
    await seen.completion();
    expect(seen.last.fullText).toBe('An old answer.');
    await expectAsStored(live(), stream, seen);
  });

  it('gives an empty reply of an empty session', async () => {
    const seen = record(live().client.attach(await live().newSession()));
    await seen.completion();
    expect(seen.last).toMatchObject({ status: 'completed', parts: [] });
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
    expect(await userMessages(sessionID)).toMatchObject([{ info: { id: options.messageID } }]);
  });
});
