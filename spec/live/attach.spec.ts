import { EMPTY, of } from 'rxjs';
import { bash, scripted, step, text } from '../../examples/sandbox/index.js';
import { expectAsStored, posts } from '../support/expect-turn.js';
import { useLive } from '../support/live.js';
import { record } from '../support/recording.js';
import { eventually, plainPrompt, plainTurn, storedMessages } from '../support/sandbox.js';
import { WHOLE, halves, userMessages } from '../support/live-turns.js';

const live = useLive();

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
    const [user] = await userMessages(sandbox, sessionID);
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
    const [first] = await userMessages(sandbox, sessionID);
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
    const [first] = await userMessages(sandbox, sessionID);
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
