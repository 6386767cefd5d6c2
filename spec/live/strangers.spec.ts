import { lastValueFrom } from 'rxjs';
import { bash, scripted, step, text, wait } from '../../examples/sandbox/index.js';
import { posts } from '../support/expect-turn.js';
import { decide, expectEachAsStored, follow, followToGate, followToTool, say, watch } from '../support/follow.js';
import { interjectingFetch } from '../support/interjecting-fetch.js';
import { useLive } from '../support/live.js';
import { needs } from '../support/needs.js';
import { record } from '../support/recording.js';
import { plainPrompt, plainTurn, rest } from '../support/sandbox.js';
import { saying, userMessage } from '../support/live-turns.js';

const live = useLive();
const release = (gate: string) => live().sandbox.model.release(gate);

/** Somebody else posts a prompt; the id of its message. */
async function otherPrompt(sessionID: string, prompt: string): Promise<string> {
  await plainPrompt(live().sandbox, sessionID, prompt);
  return userMessage(live().sandbox, sessionID, saying(prompt));
}

describe("somebody else's prompt", () => {
  it('that runs already keeps its answer, and can be attached to, while ours waits for its own', async () => {
    const sessionID = await live().newSession();
    const otherID = await otherPrompt(sessionID, say('Theirs', wait('theirs'), text('.')));
    await live().sandbox.model.reached('theirs');
    const ours = await follow(live(), sessionID, say('Ours.'));
    const theirs = watch(live().client.attach(sessionID));
    await theirs.seen.until(({ parts }) => parts.length > 0);
    expect([ours.seen.last.status, ours.seen.last.parts]).toEqual(['waiting', []]);
    release('theirs');
    await expectEachAsStored(live(), ours, theirs);
    expect(theirs.stream.messageID).toBe(otherID);
    expect([ours.seen.last.fullText, theirs.seen.last.fullText]).toEqual(['Ours.', 'Theirs.']);
    expect(posts(live())).toBe(1);
  });

  it('that comes while ours runs waits, and is followed on its own', async () => {
    const sessionID = await live().newSession();
    const ours = await followToGate(live(), sessionID, 'ours', text('.'));
    const messageID = await otherPrompt(sessionID, say('Theirs', wait('theirs behind'), text('.')));
    const theirs = watch(live().client.attach(sessionID, { messageID }));
    release('ours');
    await ours.seen.completion();
    expect(theirs.seen.ending).toBeUndefined();
    release('theirs behind');
    await expectEachAsStored(live(), ours, theirs);
    expect([ours.seen.last.fullText, theirs.seen.last.fullText]).toEqual(['First.', 'Theirs.']);
  });

  it('that comes after ours changes nothing of it', async () => {
    const sessionID = await live().newSession();
    const ours = await follow(live(), sessionID, say('Ours.'));
    await ours.seen.completion();
    const before = ours.seen.values.length;
    await plainTurn(live().sandbox, sessionID, say('Theirs.'));
    const again = watch(ours.stream);
    await expectEachAsStored(live(), ours, again);
    expect([ours.seen.values.length, again.seen.last]).toEqual([before, ours.seen.last]);
  });

  it('that takes the session over in a tool step is named by ours', async () => {
    const sessionID = await live().newSession();
    const ours = await followToTool(live(), sessionID);
    const messageID = await otherPrompt(sessionID, say('Theirs.'));
    const theirs = watch(live().client.attach(sessionID, { messageID }));
    await decide(live(), ours, 'once');
    await expectEachAsStored(live(), ours, theirs);
    expect(ours.seen.last).toMatchObject({ status: 'completed', absorbedBy: messageID, fullText: 'First.' });
    expect(theirs.seen.last.fullText).toBe('Theirs.');
  });

  it('that the server refuses does not touch ours', async () => {
    needs(live().sandbox, 'words about an unknown agent');
    const sessionID = await live().newSession();
    const ours = await followToGate(live(), sessionID, 'refused', text('.'));
    const errors = record(live().client.events$);
    await plainPrompt(live().sandbox, sessionID, 'Hello?', { agent: 'nobody' });
    await errors.until(({ type }) => type === 'session.error');
    errors.unsubscribe();
    release('refused');
    await expectEachAsStored(live(), ours);
    expect(ours.seen.last).toMatchObject({ status: 'completed', fullText: 'First.', error: undefined });
  });

  it('with an abort ends ours as aborted', async () => {
    const sessionID = await live().newSession();
    const ours = await followToGate(live(), sessionID, 'their abort');
    await rest(live().sandbox, 'POST', `/session/${sessionID}/abort`);
    await expectEachAsStored(live(), ours);
    expect(ours.seen.last.status).toBe('aborted');
    needs(live().sandbox, 'what an aborted answer had said');
    expect(ours.seen.last.fullText).toBe('First');
  });
});

describe('an idle', () => {
  it('after every single event, none of them true, ends nothing', async () => {
    const idles = (frame: string) => {
      const sessionID = /"sessionID":"(\w+)"/.exec(frame)?.[1];
      const status = { type: 'session.status', properties: { sessionID, status: { type: 'idle' } } };
      const idle = { type: 'session.idle', properties: { sessionID } };
      return sessionID === undefined ? [] : [status, idle].map(event => JSON.stringify(event));
    };
    const client = live().newClient({ fetch: interjectingFetch(idles) });
    const sessionID = await live().newSession();
    const prompt = scripted(
      'Work.',
      step(text('One.'), bash('echo idle')),
      step(text('Two.'), wait('idle'), text(' Three.')),
    );
    const ours = watch(client.stream(sessionID, prompt));
    const { pendingPermissions } = await ours.seen.until(({ promptBlocked }) => promptBlocked);
    await lastValueFrom(client.replyPermission(pendingPermissions[0]?.id ?? '', 'once'));
    await ours.seen.until(({ fullText }) => fullText.endsWith('Two.'));
    release('idle');
    await expectEachAsStored(live(), ours);
    expect(ours.seen.last).toMatchObject({ status: 'completed', fullText: 'One.\n\nTwo. Three.' });
  });
});

describe('a prompt without reply', () => {
  it('completes, and leaves the next one its own', async () => {
    const sessionID = await live().newSession();
    const note = watch(live().client.stream(sessionID, 'Just so you know.', { noReply: true }));
    await note.seen.completion();
    const next = watch(live().client.stream(sessionID, say('Noted.')));
    await expectEachAsStored(live(), next);
    expect(note.seen.last).toMatchObject({ status: 'completed', parts: [] });
    expect(next.seen.last).toMatchObject({ status: 'completed', fullText: 'Noted.' });
  });
});
